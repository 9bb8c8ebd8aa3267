-- No version stands without its article, and the versions of an article are numbered without gaps.
SELECT v.article_id, max(v.version) AS newest, count(*) AS versions
FROM article_versions v
LEFT JOIN articles a USING (article_id)
GROUP BY v.article_id
HAVING any_value(a.article_id) IS NULL OR max(v.version) <> count(*) OR max(v.version) <> any_value(a.version);
