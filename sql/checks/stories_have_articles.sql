-- No story stands without articles, its original is one of them, and it rests on no more words than it has sources.
SELECT t.story_id, t.original_article_id AS article_id, t.articles, t.independent
FROM stories t
LEFT JOIN story_articles s ON s.story_id = t.story_id AND s.article_id = t.original_article_id
WHERE s.article_id IS NULL OR s.relation <> 'original' OR t.independent < 1 OR t.articles < 1;
