-- On whose word an event rests. A story speaks once however often it is copied: through its original where that
-- reports the event, else through its earliest article that does. Articles that are only related speak for themselves.
-- Who recalls an old event without a source for it adds no word, unless nobody else has it.
CREATE OR REPLACE VIEW origins AS
WITH telling AS (
    FROM reports
    QUALIFY NOT is_background OR is_attributed OR bool_and(is_background AND NOT is_attributed) OVER (PARTITION BY event_id)
), speaking AS (
    FROM telling
    QUALIFY row_number() OVER (
        PARTITION BY event_id, CASE WHEN relation = 'related' THEN article_id ELSE story_id END
        ORDER BY is_independent DESC, reported_at, article_id
    ) = 1
), words AS (
    SELECT event_id, unnest(origins) AS origin, article_id, field, start, "end", story_id, reported_at FROM speaking
), first_words AS (
    SELECT event_id, origin, count(DISTINCT story_id) AS stories,
        unnest(arg_min({'first_reported_at': reported_at, 'first_article_id': article_id, 'field': field, 'start': start, 'end': "end"},
            (reported_at, article_id)))
    FROM words GROUP BY event_id, origin
)
SELECT
    w.event_id, w.origin, coalesce(e.side, s.side, 'other') AS origin_side, w.stories, w.first_reported_at, w.first_article_id,
    w.field, w.start, w."end", substr(CASE WHEN w.field = 'title' THEN a.title ELSE a.text END, w.start + 1, w."end" - w.start) AS quote
FROM first_words w
JOIN articles a ON a.article_id = w.first_article_id
LEFT JOIN entities e ON e.entity_id = w.origin
LEFT JOIN sources s ON s.source_id = w.origin;
COMMENT ON VIEW origins IS 'On whose word an event rests: one row an event and origin; copies and translations add none.';
COMMENT ON COLUMN origins.event_id IS 'The event.';
COMMENT ON COLUMN origins.origin IS 'An entity_id, an outlet''s source_id, or a cited name that is not in entities.';
COMMENT ON COLUMN origins.origin_side IS 'RU, DPRK or other by the entity; the side of the outlet where the outlet itself is the origin.';
COMMENT ON COLUMN origins.stories IS 'How many stories rest on it.';
COMMENT ON COLUMN origins.first_reported_at IS 'When the first of them was published.';
COMMENT ON COLUMN origins.first_article_id IS 'The first of them.';
COMMENT ON COLUMN origins.field IS 'text, or title where only the headline reports it.';
COMMENT ON COLUMN origins.start IS 'First character of its sentence about the event.';
COMMENT ON COLUMN origins."end" IS 'One past the last character.';
COMMENT ON COLUMN origins.quote IS 'That sentence.';
