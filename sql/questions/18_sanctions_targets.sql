-- 18. Which sanctions targets (ships, firms, people) appear in which reports, before and after they were designated?
-- Targets are named in the sentence that reports a sanctions event (people only there), in the rest of its paragraph, or
-- in the next one behind the body that lists them; the first day of the event is the day of designation.
-- No rows: no report names a target that entities.csv knows; FROM timeline WHERE event_type = 'sanctions' has the designations.
WITH sanctioned AS (
    SELECT r.article_id, r.version, r.field, r.start, r."end", e.event_id, e.date_start,
        CASE WHEN r.field = 'title' THEN a.title ELSE a.text END AS words
    FROM event_reports r
    JOIN events e ON e.event_id = r.event_id AND e.event_type = 'sanctions' AND e.modality <> 'denied' AND e.date_start IS NOT NULL
    JOIN articles a USING (article_id, version)
    WHERE a.is_relevant
), named AS (
    SELECT s.article_id, s.version, s.field, s."end", s.event_id, s.date_start, m.entity_id, m.start, n.kind, n.side,
        CASE WHEN m."end" <= s."end" THEN 'sentence'
             WHEN substr(s.words, s.start + 1, m.start - s.start) NOT LIKE '%' || chr(10) || '%' THEN 'paragraph'
             WHEN regexp_full_match(substr(s.words, s.start + 1, m.start - s.start), '[^\n]*\n+[^\n]*') THEN 'next paragraph' END AS place
    FROM sanctioned s
    JOIN entity_mentions m ON m.article_id = s.article_id AND m.version = s.version AND m.field = s.field AND m.start >= s.start
    JOIN entities n USING (entity_id)
), designated AS (
    SELECT t.entity_id, min(t.date_start) AS designated_on, min_by(t.event_id, (t.date_start, t.event_id)) AS event_id
    FROM named t
    WHERE CASE t.place
        WHEN 'sentence' THEN t.kind IN ('vessel', 'company') OR (t.kind = 'person' AND t.side IN ('RU', 'DPRK'))
        WHEN 'paragraph' THEN t.kind IN ('vessel', 'company')
        WHEN 'next paragraph' THEN t.kind IN ('vessel', 'company') AND EXISTS (
            FROM named b
            WHERE (b.article_id, b.version, b.event_id, b.place) = (t.article_id, t.version, t.event_id, t.place)
                AND b.kind = 'body' AND b.side = 'other' AND b.start < t.start
        )
        ELSE false END
    GROUP BY t.entity_id
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
