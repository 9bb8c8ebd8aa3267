-- 18. Which sanctions targets (ships, firms, people) appear in which reports, before and after they were designated?
-- Targets are named in the sentences that report a sanctions event; its first day is the day of designation.
WITH designated AS (
    SELECT m.entity_id, min(e.date_start) AS designated_on, min_by(e.event_id, e.date_start) AS event_id
    FROM event_reports r
    JOIN relevant_articles a USING (article_id, version)
    JOIN events e ON e.event_id = r.event_id AND e.event_type = 'sanctions' AND e.modality <> 'denied'
    JOIN entity_mentions m ON m.article_id = r.article_id AND m.version = r.version AND m.field = r.field
        AND m.start >= r.start AND m."end" <= r."end"
    JOIN entities n ON n.entity_id = m.entity_id AND (n.kind IN ('vessel', 'company') OR (n.kind = 'person' AND n.side IN ('RU', 'DPRK')))
    GROUP BY m.entity_id
)
SELECT
    d.entity_id, n.kind, n.name, d.designated_on, d.event_id,
    CASE WHEN a.reported_on < d.designated_on THEN 'before' ELSE 'after' END AS appears, a.reported_on, a.source_id, a.article_id,
    m.field, m.start, m."end", m.surface AS quote
FROM designated d
JOIN entities n USING (entity_id)
JOIN entity_mentions m USING (entity_id)
JOIN relevant_articles a ON a.article_id = m.article_id AND a.version = m.version
ORDER BY d.designated_on, d.entity_id, a.reported_on, a.article_id, m.start;
