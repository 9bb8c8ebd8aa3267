-- The characters at every date mention are its words.
SELECT m.article_id, m.version, m.start, m."end", m.surface
FROM date_mentions m
JOIN article_versions v USING (article_id, version)
WHERE substr(v.text, m.start + 1, m."end" - m.start) IS DISTINCT FROM m.surface;
