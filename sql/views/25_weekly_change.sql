-- What is new this week? Totals move with the pool of outlets, so it is held constant.
CREATE OR REPLACE VIEW weekly_change AS
WITH weeks AS (
    SELECT unnest(generate_series(date_trunc('week', min(reported_on)), date_trunc('week', max(reported_on)), INTERVAL 7 DAY))::DATE AS week
    FROM reports
), since AS (
    SELECT source_id, min(reported_on) AS first_on FROM relevant_articles GROUP BY source_id
), counts AS ( -- a story once a week and type, not what it recalls; only outlets that were there before the twelve weeks began
    SELECT w.week, e.event_type, date_trunc('week', r.reported_on)::DATE AS counted_week, count(DISTINCT r.story_id) AS stories,
        list(DISTINCT r.article_id ORDER BY r.article_id) AS article_ids
    FROM weeks w
    JOIN reports r ON r.reported_on >= w.week - 84 AND r.reported_on < w.week + 7 AND NOT r.is_background
    JOIN events e USING (event_id)
    JOIN since s ON s.source_id IS NOT DISTINCT FROM r.source_id AND s.first_on < w.week - 84
    GROUP BY ALL
), kinds AS (
    SELECT DISTINCT week, event_type FROM counts
), filled AS (
    SELECT k.week, k.event_type, n.weeks_before, coalesce(c.stories, 0) AS stories, c.article_ids
    FROM kinds k
    CROSS JOIN (SELECT unnest(range(13)) AS weeks_before) n
    LEFT JOIN counts c ON c.week = k.week AND c.event_type = k.event_type AND c.counted_week = (k.week - (7 * n.weeks_before)::INTEGER)
), baseline AS (
    SELECT week, event_type, median(stories) AS usual, mad(stories::DOUBLE) AS spread, sum(stories) AS before
    FROM filled WHERE weeks_before > 0 GROUP BY ALL
)
SELECT
    f.week, f.event_type, f.stories, b.usual, b.spread,
    round((f.stories - b.usual) / greatest(1.4826 * b.spread, sqrt(greatest(b.usual, 1))), 2) AS z, b.before = 0 AS is_new,
    coalesce(f.article_ids, []) AS article_ids
FROM filled f
JOIN baseline b USING (week, event_type)
WHERE f.weeks_before = 0
ORDER BY f.week DESC, z DESC, f.event_type;
COMMENT ON VIEW weekly_change IS 'What is new in a week against the twelve weeks before it, by type of event, over outlets that were followed all the time.';
COMMENT ON COLUMN weekly_change.week IS 'Monday of the week.';
COMMENT ON COLUMN weekly_change.event_type IS 'Type of event.';
COMMENT ON COLUMN weekly_change.stories IS 'Stories that report such events in that week.';
COMMENT ON COLUMN weekly_change.usual IS 'Median of the twelve weeks before.';
COMMENT ON COLUMN weekly_change.spread IS 'Median absolute deviation of the twelve weeks before.';
COMMENT ON COLUMN weekly_change.z IS 'How far from usual, in robust standard deviations (never below the square root of the median); above 3 is unusual.';
COMMENT ON COLUMN weekly_change.is_new IS 'Whether none was reported in the twelve weeks before.';
COMMENT ON COLUMN weekly_change.article_ids IS 'The articles of that week.';
