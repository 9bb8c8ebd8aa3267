-- 4. Timeline of a family of events, with the lag between event, announcement and first report.
-- announced_on is the first day on which an outlet or a cited source of Russia or the DPRK had it. Change the family here.
SELECT
    event_id, event_type, date_start, date_end, precision, modality, participants, place_id, announced_on, announced_after_days,
    first_reported_at, reported_after_days, first_source_id, first_article_id AS article_id, field, start, "end", quote
FROM timeline
WHERE event_type IN ('visit', 'summit', 'talks', 'preparation')
ORDER BY date_start NULLS LAST, event_id;
