-- 1. Who reported an event first, and by how much?
-- One row an event and outlet, in the order of their first articles. For one event, add: AND event_id = '...'.
-- Where reported_precision is day, hours_behind is uncertain by a day; seen means that we know only when we received it.
SELECT
    event_id, event_type, date_start, place, source_id, side, language, reported_at, reported_precision, hours_behind,
    relation, article_id, field, start, "end"
FROM first_reports
WHERE date_start >= DATE '2018-01-01'
ORDER BY date_start, event_id, place;
