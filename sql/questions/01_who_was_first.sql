-- 1. Who reported an event first, and by how much?
-- One row an event and outlet, in the order of their first articles. For one event, add: AND f.event_id = '...'.
-- Where reported_precision is day, hours_behind is uncertain by a day; seen means that we know only when we received it.
-- Who recalls an event more than two weeks later is not in the race, unless nobody told it earlier.
SELECT
    f.event_id, f.event_type, f.date_start, f.place, f.source_id, f.side, f.language, f.reported_at, f.reported_precision,
    f.hours_behind, f.relation, f.article_id, f.field, f.start, f."end",
    substr(CASE WHEN f.field = 'title' THEN a.title ELSE a.text END, f.start + 1, f."end" - f.start) AS quote
FROM first_reports f
JOIN reports r USING (event_id, article_id)
JOIN articles a USING (article_id)
WHERE f.date_start >= DATE '2018-01-01' AND (NOT r.is_background OR f.place = 1)
ORDER BY f.date_start, f.event_id, f.place;
