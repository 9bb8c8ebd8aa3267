-- ceiling: Every relevant article has been grouped, and what is grouped can be found again by its keys.
SELECT a.article_id, s.story_id
FROM articles a
LEFT JOIN story_articles s USING (article_id)
WHERE a.is_relevant AND (s.story_id IS NULL OR (trim(a.text) <> '' AND NOT EXISTS (FROM story_keys k WHERE k.article_id = a.article_id)));
