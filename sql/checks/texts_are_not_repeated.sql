-- ceiling: No outlet has the same text under three addresses: a notice in the place of articles, or an extraction gone wrong.
SELECT source_id, min(article_id) AS article_id, count(*) AS articles, left(any_value(text), 80) AS text
FROM articles
GROUP BY source_id, text
HAVING count(*) >= 3;
