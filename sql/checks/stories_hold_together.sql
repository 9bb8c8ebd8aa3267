-- Every story has exactly one original, counts its articles, and no article of it is missing.
SELECT s.story_id, any_value(t.articles) AS articles, count(*) AS found, count(*) FILTER (s.relation = 'original') AS originals
FROM story_articles s
LEFT JOIN articles a USING (article_id)
LEFT JOIN stories t USING (story_id)
GROUP BY s.story_id
HAVING count(*) FILTER (s.relation = 'original') <> 1 OR any_value(t.articles) IS DISTINCT FROM count(*) OR count(a.article_id) <> count(*);
