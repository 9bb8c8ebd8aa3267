-- The stories named in `touched`, from their articles. One that copies, translates or rewrites another is not independent,
-- nor are two that rest on the same word: the last source that they cite, or the outlet itself where it cites nobody.
WITH members AS (
    SELECT
        s.story_id, s.relation, a.article_id, a.title, a.published_at,
        (coalesce(
            a.published_at, (a.published_on + 1)::TIMESTAMP AT TIME ZONE coalesce(o.timezone, 'UTC') - INTERVAL 1 SECOND, a.first_seen_at
        ), a.article_id) AS place
    FROM story_articles s
    SEMI JOIN touched USING (story_id)
    JOIN articles a USING (article_id)
    LEFT JOIN sources o USING (source_id)
), roots AS (
    SELECT m.story_id, count(DISTINCT coalesce(c.cited, a.voice, m.article_id)) AS roots
    FROM members m
    LEFT JOIN relevant_articles a USING (article_id)
    LEFT JOIN citations c ON c.article_id = m.article_id AND c.is_origin
    WHERE m.relation IN ('original', 'related')
    GROUP BY m.story_id
)
SELECT
    story_id,
    coalesce(any_value(article_id) FILTER (relation = 'original'), arg_min(article_id, place)) AS original_article_id,
    coalesce(any_value(title) FILTER (relation = 'original'), arg_min(title, place)) AS title,
    min(published_at) AS first_published_at,
    count(*)::INTEGER AS articles,
    coalesce(any_value(r.roots), 1)::INTEGER AS independent
FROM members
LEFT JOIN roots r USING (story_id)
GROUP BY story_id;
