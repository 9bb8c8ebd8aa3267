-- 4. Timeline of a family of events, with the lag between event, announcement and first report.
-- announced_on is the first day on which an outlet or a cited source of Russia or the DPRK had it. Change the family here.
-- A negative lag is an event told before it happened. Events that our first article only recalls (is_recalled: more than
-- two weeks later) have no lags: they were announced before we watched.
SELECT
    event_id, event_type, date_start, date_end, precision, modality, participants, place_id,
    first_reported_at::DATE > date_end + 14 AS is_recalled,
    CASE WHEN NOT coalesce(is_recalled, false) THEN announced_on END AS announced_on,
    CASE WHEN NOT is_recalled THEN announced_after_days END AS announced_after_days, first_reported_at,
    CASE WHEN NOT is_recalled THEN reported_after_days END AS reported_after_days,
    first_source_id, first_article_id AS article_id, field, start, "end", quote
FROM timeline
WHERE event_type IN ('visit', 'summit', 'talks', 'preparation')
ORDER BY date_start NULLS LAST, event_id;
