-- Which places were visited, by whom, and when.
CREATE OR REPLACE VIEW visits AS
WITH people AS (
    SELECT v.event_id, e.entity_id, e.side FROM (SELECT event_id, unnest(participants) AS entity_id FROM events) v
    JOIN entities e USING (entity_id) WHERE e.kind = 'person'
)
SELECT
    t.event_id, t.event_type, t.date_start, t.date_end, t.precision, t.modality, t.place_id, p.side AS place_side,
    coalesce((SELECT list(x.entity_id ORDER BY x.entity_id) FROM people x WHERE x.event_id = t.event_id AND x.side IS DISTINCT FROM p.side), []) AS visitors,
    coalesce((SELECT list(x.entity_id ORDER BY x.entity_id) FROM people x WHERE x.event_id = t.event_id AND x.side = p.side), []) AS hosts,
    t.articles, t.independent, t.first_reported_at, t.first_article_id, t.field, t.start, t."end", t.quote
FROM timeline t
LEFT JOIN entities p ON p.entity_id = t.place_id
WHERE t.event_type IN ('visit', 'summit', 'talks')
ORDER BY t.date_start NULLS LAST, t.event_id;
COMMENT ON VIEW visits IS 'Visits, summits and talks: who went where, and when.';
COMMENT ON COLUMN visits.event_id IS 'The event.';
COMMENT ON COLUMN visits.event_type IS 'visit, summit or talks.';
COMMENT ON COLUMN visits.date_start IS 'First day.';
COMMENT ON COLUMN visits.date_end IS 'Last day, included.';
COMMENT ON COLUMN visits.precision IS 'How exactly that is known.';
COMMENT ON COLUMN visits.modality IS 'happened, planned, claimed or denied.';
COMMENT ON COLUMN visits.place_id IS 'Where, at least the country of who receives; null where no report tells.';
COMMENT ON COLUMN visits.place_side IS 'Whose place it is: RU, DPRK or other.';
COMMENT ON COLUMN visits.visitors IS 'Persons who are not of the place''s side; all where no place is named.';
COMMENT ON COLUMN visits.hosts IS 'Persons of the place''s side.';
COMMENT ON COLUMN visits.articles IS 'How many articles report it.';
COMMENT ON COLUMN visits.independent IS 'On how many origins it rests.';
COMMENT ON COLUMN visits.first_reported_at IS 'When the first article was published.';
COMMENT ON COLUMN visits.first_article_id IS 'That article.';
COMMENT ON COLUMN visits.field IS 'text or title.';
COMMENT ON COLUMN visits.start IS 'First character of the words.';
COMMENT ON COLUMN visits."end" IS 'One past the last character.';
COMMENT ON COLUMN visits.quote IS 'The words.';
