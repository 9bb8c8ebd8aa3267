-- How the sides frame an event, by the words of framing_terms.
CREATE OR REPLACE VIEW framing AS
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
COMMENT ON VIEW framing IS 'Loaded words in the reports of an event: which side says operation, which says invasion.';
COMMENT ON COLUMN framing.event_id IS 'The event.';
COMMENT ON COLUMN framing.article_id IS 'The article.';
COMMENT ON COLUMN framing.version IS 'The version whose characters are counted.';
COMMENT ON COLUMN framing.source_id IS 'The outlet.';
COMMENT ON COLUMN framing.side IS 'Whose view it reports from.';
COMMENT ON COLUMN framing.language IS 'Language of the article.';
COMMENT ON COLUMN framing.reported_on IS 'Day of the article.';
COMMENT ON COLUMN framing.topic IS 'What the words name: the war, the troops, the leader ...';
COMMENT ON COLUMN framing.framing IS 'Whose words they are.';
COMMENT ON COLUMN framing.term IS 'The words.';
COMMENT ON COLUMN framing.field IS 'text.';
COMMENT ON COLUMN framing.start IS 'First character of their first occurrence.';
COMMENT ON COLUMN framing."end" IS 'One past the last character.';
COMMENT ON COLUMN framing.hits IS 'How often they occur.';
