-- 12. Did both capitals confirm it? What did each leave out?
-- A capital speaks through its own outlets and through its sources that others cite. An empty list of figures beside a
-- full one is a number that this side left out. FROM trace(event_id) gives the sentences.
SELECT
    c.event_id, c.event_type, c.date_start, c.confirmed_by, c.moscow_at, c.pyongyang_at, c.pyongyang_hours_later,
    c.moscow_figures, c.pyongyang_figures, c.named_by_moscow_only, c.named_by_pyongyang_only,
    list({'article_id': r.article_id, 'side': r.side, 'field': r.field, 'start': r.start, 'end': r."end"}
        ORDER BY r.reported_at, r.article_id) AS reports
FROM two_capitals c
JOIN reports r USING (event_id)
GROUP BY ALL
ORDER BY c.date_start NULLS LAST, c.event_id;
