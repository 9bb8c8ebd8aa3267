-- ceiling: What a run says it fetched and loaded is what its requests and versions show. After a rebuild with other rules
-- the articles of old runs may differ.
WITH loaded AS (
    SELECT f.run_id, f.source_id, count(*) FILTER (v.version = 1) AS loaded, count(*) FILTER (v.version > 1) AS updated
    FROM article_versions v JOIN fetches f USING (fetch_id) GROUP BY ALL
), fetched AS (
    SELECT run_id, source_id, count(*) AS fetched
    FROM fetches WHERE stage IN ('fetch', 'backfill') AND failure IS NULL AND status BETWEEN 200 AND 299 GROUP BY ALL
)
SELECT
    t.run_id, t.source_id, t.fetched, coalesce(f.fetched, 0) AS fetched_found, t.loaded, coalesce(m.loaded, 0) AS loaded_found,
    t.updated, coalesce(m.updated, 0) AS updated_found
FROM run_sources t
LEFT JOIN loaded m ON m.run_id = t.run_id AND m.source_id = t.source_id
LEFT JOIN fetched f ON f.run_id = t.run_id AND f.source_id = t.source_id
WHERE (t.fetched, t.loaded, t.updated) IS DISTINCT FROM (coalesce(f.fetched, 0), coalesce(m.loaded, 0), coalesce(m.updated, 0));
