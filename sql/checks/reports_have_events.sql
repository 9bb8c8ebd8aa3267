-- Every report belongs to an event that stands for itself.
SELECT r.article_id, r.event_id
FROM event_reports r
LEFT JOIN events e USING (event_id)
WHERE e.event_id IS NULL OR e.merged_into IS NOT NULL;
