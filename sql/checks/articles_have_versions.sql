-- Every article has its newest version among its versions, with the same text.
SELECT a.article_id, a.version
FROM articles a
LEFT JOIN article_versions v USING (article_id, version)
WHERE v.article_id IS NULL OR v.text_hash IS DISTINCT FROM a.text_hash OR v.text IS DISTINCT FROM a.text;
