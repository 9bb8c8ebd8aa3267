-- ceiling: What is said to have happened had begun when the last article about it was received.
SELECT e.event_id, any_value(r.article_id) AS article_id, e.date_start, max(v.seen_at) AS last_seen_at
FROM events e
JOIN event_reports r USING (event_id)
JOIN article_versions v USING (article_id, version)
WHERE e.modality = 'happened'
GROUP BY e.event_id, e.date_start
HAVING e.date_start > (max(v.seen_at) AT TIME ZONE 'UTC')::DATE + 1;
