-- How the sides frame an event, by the words of framing_terms.
CREATE OR REPLACE VIEW framings AS
SELECT
    r.event_id, r.article_id, r.version, r.source_id, r.side, r.language, r.reported_on, t.topic, t.framing, t.term,
    'text' AS field, strpos(lower(a.text), lower(t.term)) - 1 AS start,
    strpos(lower(a.text), lower(t.term)) - 1 + length(t.term) AS "end",
    (length(a.text) - length(replace(lower(a.text), lower(t.term), ''))) // length(t.term) AS hits
FROM reports r
JOIN articles a USING (article_id)
JOIN framing_terms t ON t.language = a.language AND contains(lower(a.text), lower(t.term))
WHERE t.language IN ('ko', 'zh', 'ja')
   OR NOT regexp_matches(substr(a.text, strpos(lower(a.text), lower(t.term)) - 1, 1), '^[\pL\pN]$');
COMMENT ON VIEW framings IS 'Loaded words in the reports of an event: which side says operation, which says invasion.';
COMMENT ON COLUMN framings.event_id IS 'The event.';
COMMENT ON COLUMN framings.article_id IS 'The article.';
COMMENT ON COLUMN framings.version IS 'The version whose characters are counted.';
COMMENT ON COLUMN framings.source_id IS 'The outlet.';
COMMENT ON COLUMN framings.side IS 'Whose view it reports from.';
COMMENT ON COLUMN framings.language IS 'Language of the article.';
COMMENT ON COLUMN framings.reported_on IS 'Day of the article.';
COMMENT ON COLUMN framings.topic IS 'What the words name: the war, the troops, the leader ...';
COMMENT ON COLUMN framings.framing IS 'Whose words they are.';
COMMENT ON COLUMN framings.term IS 'The words.';
COMMENT ON COLUMN framings.field IS 'text.';
COMMENT ON COLUMN framings.start IS 'First character of their first occurrence.';
COMMENT ON COLUMN framings."end" IS 'One past the last character.';
COMMENT ON COLUMN framings.hits IS 'How often they occur.';
