-- Every version came with a request that is on record.
SELECT v.article_id, v.version, v.fetch_id
FROM article_versions v
LEFT JOIN fetches f USING (fetch_id)
WHERE v.fetch_id IS NOT NULL AND f.fetch_id IS NULL;
