-- 5. What is new this week against the baseline of the last twelve weeks?
-- The newest week of the store, without what it only recalls; only outlets that were followed all the time count, so that new feeds make no news.
SELECT
    w.week, w.event_type, w.stories, w.usual, w.z, w.is_new, r.event_id, r.article_id, r.field, r.start, r."end",
    substr(CASE WHEN r.field = 'title' THEN a.title ELSE a.text END, r.start + 1, r."end" - r.start) AS quote
FROM weekly_change w
JOIN reports r ON list_contains(w.article_ids, r.article_id)
JOIN articles a USING (article_id)
JOIN events e ON e.event_id = r.event_id AND e.event_type = w.event_type
WHERE NOT r.is_background AND w.week = (SELECT max(week) FROM weekly_change) AND (w.is_new OR w.z >= 2)
ORDER BY w.z DESC, w.event_type, r.reported_at, r.article_id;
