-- One row a story, from its articles. An article that copies, translates or rewrites another is not independent.
DELETE FROM stories;
INSERT INTO stories BY NAME
SELECT
    s.story_id,
    arg_min(a.article_id, (coalesce(a.published_at, a.published_on::TIMESTAMPTZ, a.first_seen_at), a.article_id)) AS original_article_id,
    arg_min(a.title, (coalesce(a.published_at, a.published_on::TIMESTAMPTZ, a.first_seen_at), a.article_id)) AS title,
    min(a.published_at) AS first_published_at,
    count(*) AS articles,
    count(*) FILTER (s.relation IN ('original', 'related')) AS independent
FROM story_articles s
JOIN articles a USING (article_id)
GROUP BY s.story_id;
