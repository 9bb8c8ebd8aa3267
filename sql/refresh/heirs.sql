-- The first of each story in `touched` that has lost its original, as its new original.
SELECT article_id, story_id, 'original' AS relation, NULL::DOUBLE AS similarity
FROM story_articles
SEMI JOIN touched USING (story_id)
JOIN articles USING (article_id)
WINDOW s AS (PARTITION BY story_id)
QUALIFY count(*) FILTER (relation = 'original') OVER s = 0
    AND row_number() OVER (s ORDER BY coalesce(published_at, (published_on + 1)::TIMESTAMP AT TIME ZONE 'UTC', first_seen_at), article_id) = 1;
