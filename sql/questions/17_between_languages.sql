-- 17. How does a story travel between languages?
-- Every story in more than one language: its articles in order, with the chain of citations of each.
WITH wandering AS (
    SELECT story_id FROM relevant_articles GROUP BY story_id HAVING count(DISTINCT language) > 1
)
SELECT
    a.story_id, row_number() OVER w AS place, a.language, a.source_id, a.relation, a.similarity, a.reported_at,
    round(epoch(a.reported_at - first_value(a.reported_at) OVER w) / 3600, 2) AS hours_after, a.article_id, a.title,
    (SELECT list({'chain': c.chain, 'field': c.field, 'start': c.start, 'end': c."end"} ORDER BY c.chain)
     FROM citation_chains c WHERE c.article_id = a.article_id) AS citations
FROM relevant_articles a
JOIN wandering USING (story_id)
WINDOW w AS (PARTITION BY a.story_id ORDER BY a.reported_at, a.article_id)
ORDER BY a.story_id, place;
