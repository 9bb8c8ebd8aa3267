-- 16. Who speaks for each side, and in which role at the time?
-- A person's offices in that month (table roles), with the characters of the first time they speak in it: the sentence, or
-- the name or the figure where they are only cited.
SELECT
    s.month, s.side, s.entity_id, s.name, s.kind,
    (SELECT list(DISTINCT r.role_id ORDER BY r.role_id) FROM roles r
     WHERE r.entity_id = s.entity_id AND coalesce(r."from", DATE '1900-01-01') < s.month + INTERVAL 1 MONTH
       AND coalesce(r."to", DATE '2999-12-31') >= s.month) AS roles,
    s.stories, s.articles, s.first_article_id AS article_id, s.field, s.start, s."end",
    substr(CASE WHEN s.field = 'title' THEN a.title ELSE a.text END, s.start + 1, s."end" - s.start) AS quote, s.article_ids
FROM speakers s
JOIN articles a ON a.article_id = s.first_article_id
ORDER BY s.month, s.side, s.stories DESC, s.entity_id;
