-- 10. Who appears with whom, and how does that network change?
-- Persons named in one article, a story counted once; pairs of one side with the other first. Characters of both names.
SELECT
    c.month, c.entity_a, c.entity_b, c.side_a, c.side_b, c.stories, c.more_than_month_before, c.is_new, x.article_id,
    x.field AS field_a, min(x.start) AS start_a, min_by(x."end", x.start) AS end_a,
    any_value(y.field) AS field_b, min(y.start) AS start_b, min_by(y."end", y.start) AS end_b
FROM co_mentions c
JOIN entity_mentions x ON x.entity_id = c.entity_a AND list_contains(c.article_ids, x.article_id)
JOIN entity_mentions y ON y.entity_id = c.entity_b AND y.article_id = x.article_id AND y.version = x.version AND y.field = x.field
JOIN articles a ON a.article_id = x.article_id AND a.version = x.version
WHERE c.side_a IN ('RU', 'DPRK') AND c.side_b IN ('RU', 'DPRK') AND c.side_a <> c.side_b
GROUP BY c.month, c.entity_a, c.entity_b, c.side_a, c.side_b, c.stories, c.more_than_month_before, c.is_new, x.article_id, x.field
ORDER BY c.month DESC, c.stories DESC, c.entity_a, c.entity_b, x.article_id, x.field;
