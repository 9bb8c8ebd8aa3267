-- No interval ends before it begins, and none is half open.
SELECT 'date_mentions' AS of_table, article_id AS id, date_start, date_end FROM date_mentions
WHERE date_end < date_start OR (date_start IS NULL) <> (date_end IS NULL)
UNION ALL
SELECT 'event_reports', article_id, date_start, date_end FROM event_reports
WHERE date_end < date_start OR (date_start IS NULL) <> (date_end IS NULL)
UNION ALL
SELECT 'events', event_id, date_start, date_end FROM events
WHERE date_end < date_start OR (date_start IS NULL) <> (date_end IS NULL);
