-- 12. Did both capitals confirm it? What did each leave out?
-- A capital speaks through its own outlets and through its sources that others cite. pyongyang_left_out are figures that
-- Moscow gives about something of which Pyongyang gives no number, and the reverse. figures has the characters of each
-- number; FROM trace(event_id) gives the sentences.
WITH numbers AS (
    SELECT event_id, list({
        'article_id': article_id, 'side': claimant_side, 'claimant': claimant, 'figure': concat(amount, ' ', subject),
        'field': field, 'start': start, 'end': "end"
    } ORDER BY reported_at, article_id, start) AS figures
    FROM event_figures WHERE claimant_side IN ('RU', 'DPRK') GROUP BY event_id
)
SELECT
    c.event_id, c.event_type, c.date_start, c.confirmed_by, c.moscow_at, c.pyongyang_at, c.pyongyang_hours_later,
    c.pyongyang_left_out, c.moscow_left_out, c.moscow_figures, c.pyongyang_figures, c.named_by_moscow_only,
    c.named_by_pyongyang_only, n.figures,
    list({'article_id': r.article_id, 'side': r.side, 'field': r.field, 'start': r.start, 'end': r."end"}
        ORDER BY r.reported_at, r.article_id) AS reports
FROM two_capitals c
JOIN reports r USING (event_id)
LEFT JOIN numbers n USING (event_id)
GROUP BY ALL
ORDER BY c.date_start NULLS LAST, c.event_id;
