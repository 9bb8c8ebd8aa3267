-- Who speaks for each side?
CREATE OR REPLACE VIEW speakers AS
WITH spoken AS (
    SELECT claimant AS entity_id, article_id, version, reported_on, reported_at, story_id, field, start, "end" FROM figures
    UNION ALL
    SELECT t.speaker_id, t.article_id, t.version, a.reported_on, a.reported_at, a.story_id, 'text', t.start, t."end"
    FROM statements t JOIN relevant_articles a USING (article_id, version)
    UNION ALL
    SELECT cited_id, c.article_id, c.version, c.reported_on, a.reported_at, c.story_id, c.field, c.start, c."end"
    FROM citations c JOIN relevant_articles a USING (article_id) WHERE c.kind IN ('person', 'body')
)
SELECT
    date_trunc('month', s.reported_on)::DATE AS month, e.side, s.entity_id, e.name, e.kind, count(DISTINCT s.story_id) AS stories,
    count(DISTINCT s.article_id) AS articles, arg_min(s.article_id, (s.reported_at, s.article_id)) AS first_article_id,
    -- of that article the whole sentence rather than a name or a figure in it
    unnest(arg_min({'field': s.field, 'start': s.start, 'end': s."end"}, (s.reported_at, s.article_id, s.start - s."end", s.start))),
    list(DISTINCT s.article_id ORDER BY s.article_id) AS article_ids
FROM spoken s
JOIN entities e USING (entity_id)
WHERE e.kind IN ('person', 'body')
GROUP BY month, e.side, s.entity_id, e.name, e.kind
ORDER BY month, e.side, stories DESC, s.entity_id;
COMMENT ON VIEW speakers IS 'Who speaks for each side, by month: persons and bodies that say something, are cited or give figures.';
COMMENT ON COLUMN speakers.month IS 'First day of the month.';
COMMENT ON COLUMN speakers.side IS 'RU, DPRK or other.';
COMMENT ON COLUMN speakers.entity_id IS 'Who.';
COMMENT ON COLUMN speakers.name IS 'Name in English.';
COMMENT ON COLUMN speakers.kind IS 'person or body.';
COMMENT ON COLUMN speakers.stories IS 'Stories in which they speak.';
COMMENT ON COLUMN speakers.articles IS 'Articles, copies included.';
COMMENT ON COLUMN speakers.first_article_id IS 'The first of them.';
COMMENT ON COLUMN speakers.field IS 'text or title.';
COMMENT ON COLUMN speakers.start IS 'First character of their sentence, their name, or their figure.';
COMMENT ON COLUMN speakers."end" IS 'One past the last character.';
COMMENT ON COLUMN speakers.article_ids IS 'The articles.';
