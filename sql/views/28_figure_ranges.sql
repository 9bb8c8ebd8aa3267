-- Range of a figure over time and by claimant.
CREATE OR REPLACE VIEW figure_ranges AS
SELECT
    subject, of_id, unit, claimant, any_value(claimant_side) AS claimant_side, any_value(amount) AS amount, value_low, value_high, bound,
    min(reported_on) AS first_on, max(reported_on) AS last_on, count(DISTINCT article_id) AS articles,
    count(DISTINCT story_id) AS stories, arg_min(article_id, (reported_at, article_id)) AS first_article_id,
    unnest(arg_min({'field': field, 'start': start, 'end': "end", 'quote': quote}, (reported_at, article_id))),
    list(DISTINCT article_id ORDER BY article_id) AS article_ids
FROM figures
WHERE role IS DISTINCT FROM 'from' -- what a figure was before says what others gave then, not what is given now
GROUP BY subject, of_id, unit, claimant, value_low, value_high, bound
ORDER BY subject, of_id, first_on, coalesce(value_low, value_high), claimant;
COMMENT ON VIEW figure_ranges IS 'Who gives which figure since when: one row a subject, claimant and value.';
COMMENT ON COLUMN figure_ranges.subject IS 'What is counted.';
COMMENT ON COLUMN figure_ranges.of_id IS 'Whose, where it is said.';
COMMENT ON COLUMN figure_ranges.unit IS 'What one of them is.';
COMMENT ON COLUMN figure_ranges.claimant IS 'Who gives it.';
COMMENT ON COLUMN figure_ranges.claimant_side IS 'RU, DPRK or other.';
COMMENT ON COLUMN figure_ranges.amount IS 'The value in one spelling.';
COMMENT ON COLUMN figure_ranges.value_low IS 'Smallest value; null for a ceiling.';
COMMENT ON COLUMN figure_ranges.value_high IS 'Largest value; null for a floor.';
COMMENT ON COLUMN figure_ranges.bound IS 'exact, about, at_least, at_most, range or vague.';
COMMENT ON COLUMN figure_ranges.first_on IS 'Day of the first article with it.';
COMMENT ON COLUMN figure_ranges.last_on IS 'Day of the last one.';
COMMENT ON COLUMN figure_ranges.articles IS 'Articles with it.';
COMMENT ON COLUMN figure_ranges.stories IS 'Stories with it.';
COMMENT ON COLUMN figure_ranges.first_article_id IS 'The first article.';
COMMENT ON COLUMN figure_ranges.field IS 'text.';
COMMENT ON COLUMN figure_ranges.start IS 'First character of the figure in the first article.';
COMMENT ON COLUMN figure_ranges."end" IS 'One past the last character.';
COMMENT ON COLUMN figure_ranges.quote IS 'The figure as it stands.';
COMMENT ON COLUMN figure_ranges.article_ids IS 'The articles.';
