-- 11. Which places were visited, by whom, and when?
SELECT
    date_start, date_end, precision, place_id, place_side, visitors, hosts, event_type, modality, articles, independent, event_id,
    first_article_id AS article_id, field, start, "end", quote
FROM visits
ORDER BY date_start NULLS LAST, event_id;
