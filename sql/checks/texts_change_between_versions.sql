-- Two versions in a row differ, in words or in their day of publication.
SELECT n.article_id, n.version
FROM article_versions n
JOIN article_versions o ON o.article_id = n.article_id AND o.version = n.version - 1
WHERE n.text_hash = o.text_hash AND n.published_on IS NOT DISTINCT FROM o.published_on;
