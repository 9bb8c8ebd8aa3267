-- ceiling: Every article has a language, a title and a text.
SELECT article_id, url, language, title
FROM articles
WHERE language IS NULL OR trim(coalesce(title, '')) = '' OR trim(text) = '';
