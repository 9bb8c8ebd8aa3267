-- 19. Calendar effects: which messages are routine and which are new?
-- A message within three days of an anniversary is routine where one was sent around the same day in another year too.
WITH messages AS (
    SELECT t.*, n.name AS anniversary
    FROM timeline t
    LEFT JOIN anniversaries n
        ON abs(make_date(year(t.date_start), n.month, n.day) - t.date_start) <= 3
    WHERE t.event_type IN ('message_exchange', 'gift', 'culture_exchange') AND t.date_start IS NOT NULL
    QUALIFY row_number() OVER (
        PARTITION BY t.event_id ORDER BY abs(make_date(year(t.date_start), n.month, n.day) - t.date_start) NULLS LAST
    ) = 1
)
SELECT
    m.date_start, m.event_type, m.participants, m.anniversary,
    CASE WHEN m.anniversary IS NULL THEN 'no anniversary'
         WHEN EXISTS (FROM messages o WHERE o.anniversary = m.anniversary AND year(o.date_start) <> year(m.date_start)) THEN 'routine'
         ELSE 'first we have seen' END AS kind,
    m.event_id, m.first_article_id AS article_id, m.field, m.start, m."end", m.quote
FROM messages m
ORDER BY m.date_start, m.event_id;
