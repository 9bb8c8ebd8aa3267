-- One row an event and article: the first sentence that reports it, and on whose word it rests.
CREATE OR REPLACE VIEW reports AS
WITH origins_of_sentences AS (
    SELECT r.event_id, r.article_id, list(DISTINCT c.cited ORDER BY c.cited) AS origins
    FROM event_reports r
    JOIN citations c ON c.article_id = r.article_id AND c.field = r.field AND c.is_origin AND c.start >= r.start AND c."end" <= r."end"
    GROUP BY ALL
), origins_of_articles AS (
    SELECT article_id, list(DISTINCT cited ORDER BY cited) AS origins FROM citations WHERE is_origin GROUP BY article_id
), sentences AS (
    SELECT event_id, article_id, version, count(*) OVER w AS sentences, field, start, "end", modality
    FROM event_reports
    WINDOW w AS (PARTITION BY event_id, article_id, version)
    QUALIFY row_number() OVER (PARTITION BY event_id, article_id, version ORDER BY field = 'title', start) = 1
)
SELECT
    r.event_id, a.article_id, a.version, r.field, r.start, r."end", r.sentences, r.modality, a.source_id, a.voice, a.side,
    a.source_kind, a.language, a.reported_at, a.reported_precision, a.reported_on, a.story_id, a.relation,
    a.relation IN ('original', 'related') AS is_independent,
    s.origins IS NOT NULL AS is_attributed,
    a.reported_on > coalesce(e.date_end, min(a.reported_on) OVER (PARTITION BY r.event_id)) + 14 AS is_background,
    coalesce(s.origins, o.origins, [a.voice]) AS origins
FROM sentences r
JOIN events e USING (event_id)
JOIN relevant_articles a USING (article_id, version)
LEFT JOIN origins_of_sentences s USING (event_id, article_id)
LEFT JOIN origins_of_articles o USING (article_id);
COMMENT ON VIEW reports IS 'Which article reports which event, where in its text, and on whose word.';
COMMENT ON COLUMN reports.event_id IS 'The event.';
COMMENT ON COLUMN reports.article_id IS 'The article.';
COMMENT ON COLUMN reports.version IS 'The version whose characters are counted.';
COMMENT ON COLUMN reports.field IS 'text, or title where only the headline reports it.';
COMMENT ON COLUMN reports.start IS 'First character of the first sentence that reports it.';
COMMENT ON COLUMN reports."end" IS 'One past its last character.';
COMMENT ON COLUMN reports.sentences IS 'In how many sentences the article reports it.';
COMMENT ON COLUMN reports.modality IS 'happened, planned, claimed or denied, by that sentence.';
COMMENT ON COLUMN reports.source_id IS 'Outlet of the article.';
COMMENT ON COLUMN reports.voice IS 'The outlet as an entity where it is one.';
COMMENT ON COLUMN reports.side IS 'Whose view the outlet reports from.';
COMMENT ON COLUMN reports.source_kind IS 'Kind of the outlet.';
COMMENT ON COLUMN reports.language IS 'Language of the article.';
COMMENT ON COLUMN reports.reported_at IS 'When the article was published (see relevant_articles).';
COMMENT ON COLUMN reports.reported_precision IS 'How exactly that is known.';
COMMENT ON COLUMN reports.reported_on IS 'Day of publication in the outlet''s own zone.';
COMMENT ON COLUMN reports.story_id IS 'Story of the article.';
COMMENT ON COLUMN reports.relation IS 'What the article is in its story.';
COMMENT ON COLUMN reports.is_independent IS 'False for copies, translations and rewrites.';
COMMENT ON COLUMN reports.is_attributed IS 'Whether somebody is cited in the very sentences that report it.';
COMMENT ON COLUMN reports.is_background IS 'Whether the article came more than two weeks after the event: it recalls it.';
COMMENT ON COLUMN reports.origins IS 'On whose word it rests: the last sources cited in those sentences, else in the article, else the outlet itself.';
