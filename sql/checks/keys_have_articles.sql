-- No key of a story stands without its article.
SELECT DISTINCT article_id FROM story_keys ANTI JOIN articles USING (article_id);
