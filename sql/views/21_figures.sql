-- The claims of the newest versions of relevant articles, with outlet and claimant.
CREATE OR REPLACE VIEW figures AS
SELECT
    c.article_id, a.version, a.reported_on, a.reported_at, a.source_id, a.voice, a.side, a.language, a.story_id, a.relation,
    c.subject, c.of_id, c.value_low, c.value_high, c.bound, c.unit,
    coalesce(c.claimant_id, lower(c.claimant_text), a.voice) AS claimant, coalesce(e.side, a.side) AS claimant_side,
    c.claimant_id IS NULL AND c.claimant_text IS NULL AS is_own, 'text' AS field, c.start, c."end", c.surface AS quote
FROM claims c
JOIN relevant_articles a USING (article_id, version)
LEFT JOIN entities e ON e.entity_id = c.claimant_id;
COMMENT ON VIEW figures IS 'Figures that relevant articles give, with who gives them.';
COMMENT ON COLUMN figures.article_id IS 'The article.';
COMMENT ON COLUMN figures.version IS 'The version whose characters are counted.';
COMMENT ON COLUMN figures.reported_on IS 'Day of the article.';
COMMENT ON COLUMN figures.reported_at IS 'When it was published.';
COMMENT ON COLUMN figures.source_id IS 'The outlet.';
COMMENT ON COLUMN figures.voice IS 'The outlet as an entity where it is one.';
COMMENT ON COLUMN figures.side IS 'Whose view the outlet reports from.';
COMMENT ON COLUMN figures.language IS 'Language of the article.';
COMMENT ON COLUMN figures.story_id IS 'Its story.';
COMMENT ON COLUMN figures.relation IS 'What it is in its story.';
COMMENT ON COLUMN figures.subject IS 'What is counted.';
COMMENT ON COLUMN figures.of_id IS 'Whose, where it is said.';
COMMENT ON COLUMN figures.value_low IS 'Smallest value that the words allow; null for a ceiling.';
COMMENT ON COLUMN figures.value_high IS 'Largest value; null for a floor.';
COMMENT ON COLUMN figures.bound IS 'exact, about, at_least, at_most, range or vague.';
COMMENT ON COLUMN figures.unit IS 'What one of them is.';
COMMENT ON COLUMN figures.claimant IS 'Who gives the figure: an entity, a name that is not in entities, or the outlet.';
COMMENT ON COLUMN figures.claimant_side IS 'RU, DPRK or other; the side of the outlet where it gives the figure itself.';
COMMENT ON COLUMN figures.is_own IS 'Whether the outlet gives it without naming anybody.';
COMMENT ON COLUMN figures.field IS 'text or title.';
COMMENT ON COLUMN figures.start IS 'First character of the words.';
COMMENT ON COLUMN figures."end" IS 'One past the last character.';
COMMENT ON COLUMN figures.quote IS 'The words.';
