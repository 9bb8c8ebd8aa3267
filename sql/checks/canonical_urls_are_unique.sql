-- No two articles have the same canonical address.
SELECT min(article_id) AS article_id, canonical_url, count(*) AS articles
FROM articles
GROUP BY canonical_url
HAVING count(*) > 1;
