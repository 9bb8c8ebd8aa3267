-- 7. Russian against DPRK, Western, South Korean and Ukrainian framing of one event.
-- Which loaded words the outlets of each side use in their reports of it; events that most sides report first. For one
-- event, add: WHERE f.event_id = '...'.
SELECT
    f.event_id, e.event_type, e.date_start, f.topic, f.side, f.framing, f.term, count(DISTINCT f.article_id) AS articles,
    sum(f.hits) AS hits,
    list({'article_id': f.article_id, 'field': f.field, 'start': f.start, 'end': f."end"} ORDER BY f.article_id) AS places
FROM framing f
JOIN events e USING (event_id)
GROUP BY f.event_id, e.event_type, e.date_start, f.topic, f.side, f.framing, f.term
ORDER BY
    (SELECT count(DISTINCT r.side) FROM reports r WHERE r.event_id = f.event_id) DESC, e.date_start DESC NULLS LAST,
    f.event_id, f.topic, f.side, articles DESC, f.framing, f.term;
