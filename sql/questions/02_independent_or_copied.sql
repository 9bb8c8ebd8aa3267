-- 2. How many independent reports are there against copies?
-- independent counts the distinct origins, not outlets: whom the reports cite in the end, or the outlet that cites nobody.
SELECT
    t.event_id, t.event_type, t.date_start, t.independent, t.origins, count(*) AS articles, count(DISTINCT r.source_id) AS outlets,
    count(DISTINCT r.story_id) AS stories, count(*) FILTER (r.relation = 'copy') AS copies,
    count(*) FILTER (r.relation = 'translation') AS translations, count(*) FILTER (r.relation = 'rewrite') AS rewrites,
    list({'article_id': r.article_id, 'relation': r.relation, 'field': r.field, 'start': r.start, 'end': r."end"}
        ORDER BY r.reported_at, r.article_id) AS reports
FROM timeline t
JOIN reports r USING (event_id)
GROUP BY t.event_id, t.event_type, t.date_start, t.independent, t.origins
ORDER BY count(*) - t.independent DESC, t.event_id;
