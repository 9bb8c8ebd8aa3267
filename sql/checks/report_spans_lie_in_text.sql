-- Every report of an event has characters, and they lie in its version.
SELECT r.article_id, r.version, r.field, r.start, r."end"
FROM event_reports r
JOIN article_versions v USING (article_id, version)
WHERE r.start < 0 OR r."end" <= r.start OR r."end" > coalesce(length(CASE WHEN r.field = 'title' THEN v.title ELSE v.text END), 0);
