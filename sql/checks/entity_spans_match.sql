-- The characters at every entity mention are its words.
SELECT m.article_id, m.version, m.field, m.start, m."end", m.surface
FROM entity_mentions m
JOIN article_versions v USING (article_id, version)
WHERE substr(CASE WHEN m.field = 'title' THEN v.title ELSE v.text END, m.start + 1, m."end" - m.start) IS DISTINCT FROM m.surface;
