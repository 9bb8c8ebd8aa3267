-- How sure are we?
CREATE OR REPLACE VIEW resolution AS
SELECT 'date' AS kind, CASE WHEN m.date_start IS NULL THEN 'unresolved' WHEN m.surface ~ '.*[0-9]{4}.*' THEN 'by its own words' ELSE 'by context' END AS how,
    count(*) AS mentions, count(DISTINCT m.article_id) AS articles
FROM date_mentions m JOIN relevant_articles a USING (article_id, version) GROUP BY ALL
UNION ALL
SELECT 'source', CASE WHEN c.cited_id IS NULL THEN 'unresolved' WHEN c.depth = 1 THEN 'by its own words' ELSE 'by context' END, count(*), count(DISTINCT c.article_id)
FROM citations c GROUP BY ALL
UNION ALL
SELECT 'entity', CASE WHEN m.speaks_for IS NOT NULL OR l.needs IS NOT NULL THEN 'by context' ELSE 'by its own words' END,
    count(*), count(DISTINCT m.article_id)
FROM entity_mentions m
JOIN relevant_articles a USING (article_id, version)
LEFT JOIN (SELECT entity_id, alias, language, min(needs) AS needs FROM aliases GROUP BY ALL) l
    ON l.entity_id = m.entity_id AND l.alias = m.surface AND l.language = a.language
GROUP BY ALL
UNION ALL
SELECT 'claimant', CASE WHEN f.is_own THEN 'unresolved' WHEN f.claimant_side = 'other' AND e.entity_id IS NULL THEN 'by its own words, not in entities' ELSE 'by its own words' END,
    count(*), count(DISTINCT f.article_id)
FROM figures f LEFT JOIN entities e ON e.entity_id = f.claimant GROUP BY ALL
UNION ALL
SELECT 'event date', CASE WHEN e.date_start IS NULL THEN 'unresolved' WHEN e.precision = 'recent' THEN 'by context' ELSE 'by its own words' END, count(*), count(DISTINCT r.article_id)
FROM reports r JOIN events e USING (event_id) GROUP BY ALL
UNION ALL
SELECT 'publication', CASE r.reported_precision WHEN 'seen' THEN 'unresolved' WHEN 'day' THEN 'to the day' ELSE 'to the minute' END, count(*), count(DISTINCT r.article_id)
FROM relevant_articles r GROUP BY ALL
ORDER BY 1, 2;
COMMENT ON VIEW resolution IS 'How sure we are: which share of dates, entities, sources, claimants, event dates and times of publication was resolved, and by what.';
COMMENT ON COLUMN resolution.kind IS 'What was to be resolved.';
COMMENT ON COLUMN resolution.how IS 'by its own words, by context (the day of publication, an earlier sentence, what else the article names), to the minute, to the day, or unresolved.';
COMMENT ON COLUMN resolution.mentions IS 'How many.';
COMMENT ON COLUMN resolution.articles IS 'In how many articles.';
