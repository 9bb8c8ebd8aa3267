-- 10. Who appears with whom, and how does that network change?
-- Persons, bodies, firms and ships of one side with those of the other, a month and pair a row, a story counted once:
-- more or fewer stories than in the month before, and whether the pair is new. places are both names in each article.
WITH named AS (
    SELECT m.article_id, m.field, m.entity_id, min(m.start) AS start, min_by(m."end", m.start) AS "end"
    FROM entity_mentions m
    JOIN articles a USING (article_id, version)
    GROUP BY m.article_id, m.field, m.entity_id
)
SELECT
    c.month, c.entity_a, c.entity_b, c.side_a, c.side_b, c.stories, c.more_than_month_before, c.is_new, c.articles,
    list({'article_id': x.article_id, 'field': x.field, 'start_a': x.start, 'end_a': x."end", 'start_b': y.start, 'end_b': y."end"}
        ORDER BY x.article_id, x.field) AS places
FROM co_mentions c
JOIN named x ON x.entity_id = c.entity_a AND list_contains(c.article_ids, x.article_id)
JOIN named y ON y.entity_id = c.entity_b AND y.article_id = x.article_id AND y.field = x.field
WHERE c.side_a IN ('RU', 'DPRK') AND c.side_b IN ('RU', 'DPRK') AND c.side_a <> c.side_b
GROUP BY c.month, c.entity_a, c.entity_b, c.side_a, c.side_b, c.stories, c.more_than_month_before, c.is_new, c.articles
ORDER BY c.month DESC, c.stories DESC, c.entity_a, c.entity_b;
