-- The stories named in `touched`, from their articles. One that copies, translates or rewrites another is not independent.
WITH members AS (
    SELECT
        s.story_id, s.relation, a.article_id, a.title, a.published_at,
        (coalesce(a.published_at, (a.published_on + 1)::TIMESTAMP AT TIME ZONE 'UTC', a.first_seen_at), a.article_id) AS place
    FROM story_articles s
    SEMI JOIN touched USING (story_id)
    JOIN articles a USING (article_id)
)
SELECT
    story_id,
    coalesce(any_value(article_id) FILTER (relation = 'original'), arg_min(article_id, place)) AS original_article_id,
    coalesce(any_value(title) FILTER (relation = 'original'), arg_min(title, place)) AS title,
    min(published_at) AS first_published_at,
    count(*)::INTEGER AS articles,
    (count(*) FILTER (relation IN ('original', 'related')))::INTEGER AS independent
FROM members
GROUP BY story_id;
