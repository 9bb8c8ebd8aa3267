-- What a person should look at: everything that was read and not resolved.
CREATE OR REPLACE VIEW unresolved AS
SELECT 'date' AS kind, m.article_id, a.version, 'text' AS field, m.start, m."end", m.surface AS quote, m.rule AS reason, a.reported_on
FROM date_mentions m JOIN relevant_articles a USING (article_id, version) WHERE m.date_start IS NULL
UNION ALL
SELECT 'source', c.article_id, c.version, c.field, c.start, c."end", c.cited_text, 'cited, but not in entities: ' || c.kind, c.reported_on
FROM citations c WHERE c.cited_id IS NULL
UNION ALL
SELECT 'claim', f.article_id, f.version, f.field, f.start, f."end", f.quote, 'a figure of ' || f.subject || ' without a claimant', f.reported_on
FROM figures f WHERE f.is_own
UNION ALL
SELECT 'event', r.article_id, r.version, r.field, r.start, r."end",
    substr(CASE WHEN r.field = 'title' THEN a.title ELSE a.text END, r.start + 1, r."end" - r.start), 'an event of type ' || e.event_type || ' without a date', r.reported_on
FROM reports r JOIN events e USING (event_id) JOIN articles a USING (article_id) WHERE e.date_start IS NULL
UNION ALL
SELECT 'article', r.article_id, r.version, NULL, NULL, NULL, r.title, 'no date of publication', r.reported_on
FROM relevant_articles r WHERE r.reported_precision = 'seen'
UNION ALL
SELECT 'story', r.article_id, r.version, NULL, NULL, NULL, r.title, 'not grouped yet', r.reported_on
FROM relevant_articles r ANTI JOIN story_articles s USING (article_id);
COMMENT ON VIEW unresolved IS 'What could not be resolved, for review: dates without a day, cited sources that are not in entities, figures without a claimant, events and articles without a date.';
COMMENT ON COLUMN unresolved.kind IS 'date, source, claim, event, article or story.';
COMMENT ON COLUMN unresolved.article_id IS 'The article.';
COMMENT ON COLUMN unresolved.version IS 'The version whose characters are counted.';
COMMENT ON COLUMN unresolved.field IS 'text, title or source_line; null where it is the article as a whole.';
COMMENT ON COLUMN unresolved.start IS 'First character.';
COMMENT ON COLUMN unresolved."end" IS 'One past the last character.';
COMMENT ON COLUMN unresolved.quote IS 'The words; the headline for the article as a whole.';
COMMENT ON COLUMN unresolved.reason IS 'Why it is here.';
COMMENT ON COLUMN unresolved.reported_on IS 'Day of the article.';
