-- 19. Calendar effects: which messages are routine and which are new?
-- A message within three days of an anniversary (New Year: ten, cards are early) is routine where one was sent around the
-- same day in another year too. One without an anniversary is news.
WITH messages AS (
    SELECT t.*, n.name AS anniversary,
        least(abs(t.date_start - make_date(year(t.date_start), n.month, n.day)),
            abs(t.date_start - make_date(year(t.date_start) + 1, n.month, n.day))) AS days_off
    FROM timeline t
    LEFT JOIN anniversaries n ON true
    WHERE t.event_type IN ('message_exchange', 'gift') AND t.date_start IS NOT NULL
    QUALIFY row_number() OVER (PARTITION BY t.event_id ORDER BY days_off NULLS LAST, anniversary) = 1
), dated AS (
    SELECT * REPLACE (CASE WHEN days_off <= CASE anniversary WHEN 'New Year' THEN 10 ELSE 3 END THEN anniversary END AS anniversary)
    FROM messages
)
SELECT
    m.date_start, m.event_type, m.participants, m.anniversary,
    CASE WHEN m.anniversary IS NULL THEN 'no anniversary'
         WHEN EXISTS (FROM dated o WHERE o.anniversary = m.anniversary AND abs(o.date_start - m.date_start) > 180) THEN 'routine'
         ELSE 'first we have seen' END AS kind,
    m.event_id, m.first_article_id AS article_id, m.field, m.start, m."end", m.quote
FROM dated m
ORDER BY m.date_start, m.event_id;
