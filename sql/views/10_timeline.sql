-- What happened, in order, and how it became known.
CREATE OR REPLACE VIEW timeline AS
WITH spoken AS (
    SELECT event_id, count(*) AS independent, list(origin ORDER BY first_reported_at, origin) AS origins FROM origins GROUP BY event_id
), counted AS (
    SELECT
        event_id, min(reported_at) AS first_reported_at, min(reported_on) AS first_reported_on,
        arg_min(reported_precision, (reported_at, article_id)) AS first_reported_precision,
        arg_min(source_id, (reported_at, article_id)) AS first_source_id,
        arg_min(article_id, (reported_at, article_id)) AS first_article_id,
        arg_min({'field': field, 'start': start, 'end': "end"}, (reported_at, article_id)) AS span,
        min(reported_on) FILTER (
            side IN ('RU', 'DPRK') OR list_has_any(origins, (SELECT list(entity_id) FROM entities WHERE side IN ('RU', 'DPRK')))
        ) AS announced_on,
        count(*) AS articles, count(DISTINCT story_id) AS stories, count(DISTINCT source_id) AS outlets,
        list(DISTINCT language ORDER BY language) AS languages, list(DISTINCT side ORDER BY side) AS sides
    FROM reports GROUP BY event_id
)
SELECT
    e.event_id, e.event_type, e.date_start, e.date_end, e.precision, e.modality, e.participants, e.place_id,
    c.announced_on, c.first_reported_at, c.first_reported_precision, c.first_source_id, c.first_article_id,
    c.span.field AS field, c.span.start AS start, c.span.end AS "end",
    substr(CASE WHEN c.span.field = 'title' THEN a.title ELSE a.text END, c.span.start + 1, c.span.end - c.span.start) AS quote,
    c.announced_on - e.date_start AS announced_after_days, c.first_reported_on - e.date_start AS reported_after_days,
    c.articles, c.stories, c.outlets, s.independent, s.origins, c.languages, c.sides
FROM events e
JOIN counted c USING (event_id)
JOIN spoken s USING (event_id)
JOIN articles a ON a.article_id = c.first_article_id
ORDER BY e.date_start NULLS LAST, e.date_end, e.event_id;
COMMENT ON VIEW timeline IS 'What happened, in order: interval, participants, who had it first, and on how many independent words it rests.';
COMMENT ON COLUMN timeline.event_id IS 'The event.';
COMMENT ON COLUMN timeline.event_type IS 'Type from event_types.';
COMMENT ON COLUMN timeline.date_start IS 'First day of the event; null where no report dates it.';
COMMENT ON COLUMN timeline.date_end IS 'Last day, included.';
COMMENT ON COLUMN timeline.precision IS 'day, range, week, month, quarter, half, year, or recent (news without a date: the days up to the report).';
COMMENT ON COLUMN timeline.modality IS 'happened, planned, claimed or denied.';
COMMENT ON COLUMN timeline.participants IS 'Entities that took part.';
COMMENT ON COLUMN timeline.place_id IS 'Where.';
COMMENT ON COLUMN timeline.announced_on IS 'First day on which an outlet or a cited source of Russia or the DPRK had it.';
COMMENT ON COLUMN timeline.first_reported_at IS 'When the first article that we hold was published.';
COMMENT ON COLUMN timeline.first_reported_precision IS 'How exactly that is known: second, minute, day (it may have been earlier on that day), or seen.';
COMMENT ON COLUMN timeline.first_source_id IS 'Outlet of that article.';
COMMENT ON COLUMN timeline.first_article_id IS 'That article.';
COMMENT ON COLUMN timeline.field IS 'text, or title where only the headline reports it.';
COMMENT ON COLUMN timeline.start IS 'First character of its sentence about the event.';
COMMENT ON COLUMN timeline."end" IS 'One past the last character.';
COMMENT ON COLUMN timeline.quote IS 'That sentence.';
COMMENT ON COLUMN timeline.announced_after_days IS 'Days from date_start to announced_on; below zero where it was announced ahead.';
COMMENT ON COLUMN timeline.reported_after_days IS 'Days from date_start to the first report.';
COMMENT ON COLUMN timeline.articles IS 'How many articles report it, copies included.';
COMMENT ON COLUMN timeline.stories IS 'How many stories.';
COMMENT ON COLUMN timeline.outlets IS 'How many outlets.';
COMMENT ON COLUMN timeline.independent IS 'On how many distinct origins it rests (view origins): neither domains nor copies count.';
COMMENT ON COLUMN timeline.origins IS 'Those origins, the earliest first.';
COMMENT ON COLUMN timeline.languages IS 'Languages of the articles.';
COMMENT ON COLUMN timeline.sides IS 'Sides of the outlets.';
