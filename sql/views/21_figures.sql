-- The claims of the newest versions of relevant articles, with outlet and claimant.
CREATE OR REPLACE VIEW figures AS
WITH told AS (
    SELECT
        c.*, a.reported_on, a.reported_at, a.source_id, a.voice, a.side, a.language, a.story_id, a.relation,
        CASE WHEN c.value_low = floor(c.value_low) THEN format('{:.0f}', c.value_low) ELSE c.value_low::VARCHAR END AS low,
        CASE WHEN c.value_high = floor(c.value_high) THEN format('{:.0f}', c.value_high) ELSE c.value_high::VARCHAR END AS high
    FROM claims c
    JOIN relevant_articles a USING (article_id, version)
)
SELECT
    t.article_id, t.version, t.reported_on, t.reported_at, t.source_id, t.voice, t.side, t.language, t.story_id, t.relation,
    t.subject,
    coalesce(t.of_id, CASE WHEN min(t.of_id) OVER s = max(t.of_id) OVER s THEN min(t.of_id) OVER s END) AS of_id,
    t.value_low, t.value_high, t.bound, t.role, t.unit,
    CASE t.bound WHEN 'at_least' THEN 'at least ' || low WHEN 'vague' THEN 'at least ' || low WHEN 'at_most' THEN 'up to ' || high
         WHEN 'range' THEN low || '-' || high WHEN 'about' THEN 'about ' || low ELSE low END AS amount,
    coalesce(t.claimant_id, lower(t.claimant_text), t.voice) AS claimant, coalesce(e.side, t.side) AS claimant_side,
    t.claimant_id IS NULL AND t.claimant_text IS NULL AS is_own, 'text' AS field, t.start, t."end", t.surface AS quote
FROM told t
LEFT JOIN entities e ON e.entity_id = t.claimant_id
WINDOW s AS (PARTITION BY t.story_id, t.subject, coalesce(t.value_low, t.value_high));
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
COMMENT ON COLUMN figures.of_id IS 'Whose, where it is said beside the figure, or beside the same figure elsewhere in the story.';
COMMENT ON COLUMN figures.value_low IS 'Smallest value that the words allow; null for a ceiling.';
COMMENT ON COLUMN figures.value_high IS 'Largest value; null for a floor.';
COMMENT ON COLUMN figures.bound IS 'exact, about, at_least, at_most, range or vague.';
COMMENT ON COLUMN figures.role IS 'from and to of a change: what was, and what is; null elsewhere.';
COMMENT ON COLUMN figures.unit IS 'What one of them is.';
COMMENT ON COLUMN figures.amount IS 'The value in one spelling: 1000, about 1100, at least 3000, up to 8000 or 10000-12000.';
COMMENT ON COLUMN figures.claimant IS 'Who gives the figure: an entity, a name that is not in entities, or the outlet.';
COMMENT ON COLUMN figures.claimant_side IS 'RU, DPRK or other; the side of the outlet where it gives the figure itself.';
COMMENT ON COLUMN figures.is_own IS 'Whether the outlet gives it without naming anybody.';
COMMENT ON COLUMN figures.field IS 'text or title.';
COMMENT ON COLUMN figures.start IS 'First character of the words.';
COMMENT ON COLUMN figures."end" IS 'One past the last character.';
COMMENT ON COLUMN figures.quote IS 'The words.';
