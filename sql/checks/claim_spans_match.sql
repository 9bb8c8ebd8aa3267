-- The characters at every claim are its figure.
SELECT c.article_id, c.version, c.start, c."end", c.surface
FROM claims c
JOIN article_versions v USING (article_id, version)
WHERE substr(v.text, c.start + 1, c."end" - c.start) IS DISTINCT FROM c.surface;
