-- ceiling: Every article, request and failure with a source has one that is still described.
SELECT 'articles' AS of_table, source_id, count(*) AS number FROM articles ANTI JOIN sources USING (source_id) WHERE source_id IS NOT NULL GROUP BY source_id
UNION ALL SELECT 'fetches', source_id, count(*) FROM fetches ANTI JOIN sources USING (source_id) WHERE source_id IS NOT NULL GROUP BY source_id
UNION ALL SELECT 'failures', source_id, count(*) FROM failures ANTI JOIN sources USING (source_id) WHERE source_id IS NOT NULL GROUP BY source_id;
