-- 7. Russian against DPRK, Western, South Korean and Ukrainian framing of one event.
-- Which loaded words the outlets of each side use in their reports of it. For one event, add: WHERE event_id = '...'.
SELECT
    event_id, topic, side, framing, term, count(DISTINCT article_id) AS articles, sum(hits) AS hits,
    list({'article_id': article_id, 'field': field, 'start': start, 'end': "end"} ORDER BY article_id) AS places
FROM framing
GROUP BY ALL
ORDER BY event_id, topic, side, articles DESC, framing, term;
