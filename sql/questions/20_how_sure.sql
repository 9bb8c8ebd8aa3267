-- 20. How sure are we? Share of dates, entities, sources, claimants, events and times of publication by how they were resolved.
-- What was not resolved is listed, with article ids and characters, in the view unresolved; the first of each kind is here.
SELECT
    r.kind, r.how, r.mentions, r.articles, round(r.mentions / sum(r.mentions) OVER (PARTITION BY r.kind), 3) AS share,
    u.article_id, u.field, u.start, u."end", u.quote
FROM resolution r
LEFT JOIN (FROM unresolved QUALIFY row_number() OVER (PARTITION BY kind ORDER BY reported_on, article_id, start) = 1) u
    ON r.how = 'unresolved'
    AND u.kind = CASE r.kind WHEN 'claimant' THEN 'claim' WHEN 'event date' THEN 'event' WHEN 'publication' THEN 'article' ELSE r.kind END
ORDER BY r.kind, r.how;
