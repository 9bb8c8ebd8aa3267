-- Who had an event first, and by how much: the first article of every outlet, in order.
CREATE OR REPLACE VIEW first_reports AS
WITH first_of_outlet AS (
    FROM reports QUALIFY row_number() OVER (PARTITION BY event_id, source_id ORDER BY reported_at, article_id) = 1
)
SELECT
    e.event_id, e.event_type, e.date_start, row_number() OVER w AS place, r.source_id, r.side, r.language, r.article_id,
    r.field, r.start, r."end", r.reported_at, r.reported_precision,
    round(epoch(r.reported_at - first_value(r.reported_at) OVER w) / 3600, 2) AS hours_behind,
    r.relation, r.origins
FROM first_of_outlet r
JOIN events e USING (event_id)
WINDOW w AS (PARTITION BY e.event_id ORDER BY r.reported_at, r.article_id)
ORDER BY e.date_start NULLS LAST, e.event_id, place;
COMMENT ON VIEW first_reports IS 'Who reported an event first, and by how much: the first article of every outlet.';
COMMENT ON COLUMN first_reports.event_id IS 'The event.';
COMMENT ON COLUMN first_reports.event_type IS 'Its type.';
COMMENT ON COLUMN first_reports.date_start IS 'Its first day.';
COMMENT ON COLUMN first_reports.place IS '1 for the outlet that had it first.';
COMMENT ON COLUMN first_reports.source_id IS 'The outlet.';
COMMENT ON COLUMN first_reports.side IS 'Whose view it reports from.';
COMMENT ON COLUMN first_reports.language IS 'Language of the article.';
COMMENT ON COLUMN first_reports.article_id IS 'Its first article about the event.';
COMMENT ON COLUMN first_reports.field IS 'text, or title where only the headline reports it.';
COMMENT ON COLUMN first_reports.start IS 'First character of the sentence.';
COMMENT ON COLUMN first_reports."end" IS 'One past the last character.';
COMMENT ON COLUMN first_reports.reported_at IS 'When it was published.';
COMMENT ON COLUMN first_reports.reported_precision IS 'How exactly that is known: with day, it counts from the end of the day, and the lag may be up to a day less.';
COMMENT ON COLUMN first_reports.hours_behind IS 'Hours after the first outlet.';
COMMENT ON COLUMN first_reports.relation IS 'What the article is in its story.';
COMMENT ON COLUMN first_reports.origins IS 'On whose word it rests.';
