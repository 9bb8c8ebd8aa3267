-- On whose word an event rests. A story speaks once however often it is copied: through its original where that
-- reports the event, else through its earliest article that does. Articles that are only related speak for themselves.
CREATE OR REPLACE VIEW origins AS
WITH speaking AS (
    FROM reports
    QUALIFY row_number() OVER (
        PARTITION BY event_id, if(relation = 'related', article_id, story_id)
        ORDER BY is_independent DESC, reported_at, article_id
    ) = 1
), words AS (
    SELECT event_id, unnest(origins) AS origin, article_id, start, "end", story_id, reported_at FROM speaking
)
SELECT
    w.event_id, w.origin, coalesce(any_value(e.side), 'other') AS origin_side, count(DISTINCT w.story_id) AS stories,
    min(w.reported_at) AS first_reported_at, arg_min(w.article_id, (w.reported_at, w.article_id)) AS first_article_id,
    arg_min(w.start, (w.reported_at, w.article_id)) AS start, arg_min(w."end", (w.reported_at, w.article_id)) AS "end"
FROM words w
LEFT JOIN entities e ON e.entity_id = w.origin
GROUP BY w.event_id, w.origin;
COMMENT ON VIEW origins IS 'On whose word an event rests: one row an event and origin; copies and translations add none.';
COMMENT ON COLUMN origins.event_id IS 'The event.';
COMMENT ON COLUMN origins.origin IS 'An entity_id, an outlet''s source_id, or a cited name that is not in entities.';
COMMENT ON COLUMN origins.origin_side IS 'RU, DPRK or other.';
COMMENT ON COLUMN origins.stories IS 'How many stories rest on it.';
COMMENT ON COLUMN origins.first_reported_at IS 'When the first of them was published.';
COMMENT ON COLUMN origins.first_article_id IS 'The first of them.';
COMMENT ON COLUMN origins.start IS 'First character of its sentence about the event.';
COMMENT ON COLUMN origins."end" IS 'One past the last character.';
