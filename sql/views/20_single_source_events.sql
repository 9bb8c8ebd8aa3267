-- What rests on one word alone, however many outlets carry it.
CREATE OR REPLACE VIEW single_source_events AS
SELECT
    t.event_id, t.event_type, t.date_start, t.date_end, t.modality, t.participants, o.origin, o.origin_side, t.articles,
    t.stories, t.outlets, o.first_reported_at, o.first_article_id, o.field, o.start, o."end", o.quote,
    (SELECT list(r.article_id ORDER BY r.reported_at, r.article_id) FROM reports r WHERE r.event_id = t.event_id) AS article_ids
FROM timeline t
JOIN origins o USING (event_id)
WHERE t.independent = 1
ORDER BY t.outlets DESC, t.date_start NULLS LAST, t.event_id;
COMMENT ON VIEW single_source_events IS 'Events that rest on one origin, those that most outlets repeat first.';
COMMENT ON COLUMN single_source_events.event_id IS 'The event.';
COMMENT ON COLUMN single_source_events.event_type IS 'Its type.';
COMMENT ON COLUMN single_source_events.date_start IS 'First day.';
COMMENT ON COLUMN single_source_events.date_end IS 'Last day, included.';
COMMENT ON COLUMN single_source_events.modality IS 'happened, planned, claimed or denied.';
COMMENT ON COLUMN single_source_events.participants IS 'Entities that took part.';
COMMENT ON COLUMN single_source_events.origin IS 'On whose word alone it rests.';
COMMENT ON COLUMN single_source_events.origin_side IS 'RU, DPRK or other.';
COMMENT ON COLUMN single_source_events.articles IS 'How many articles report it nevertheless.';
COMMENT ON COLUMN single_source_events.stories IS 'How many stories.';
COMMENT ON COLUMN single_source_events.outlets IS 'How many outlets.';
COMMENT ON COLUMN single_source_events.first_reported_at IS 'When the first of them was published.';
COMMENT ON COLUMN single_source_events.first_article_id IS 'The first of them.';
COMMENT ON COLUMN single_source_events.field IS 'text or title.';
COMMENT ON COLUMN single_source_events.start IS 'First character of its sentence about the event.';
COMMENT ON COLUMN single_source_events."end" IS 'One past the last character.';
COMMENT ON COLUMN single_source_events.quote IS 'That sentence.';
COMMENT ON COLUMN single_source_events.article_ids IS 'All articles that report it, the earliest first.';
