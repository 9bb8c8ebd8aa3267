-- One row an event and article: the first sentence that reports it, and on whose word it rests.
CREATE OR REPLACE VIEW reports AS
WITH sentences AS (
    SELECT event_id, article_id, version, count(*) OVER w AS sentences, field, start, "end", modality
    FROM event_reports
    WINDOW w AS (PARTITION BY event_id, article_id, version)
    QUALIFY row_number() OVER (PARTITION BY event_id, article_id, version ORDER BY field = 'title', start) = 1
), near AS (
    SELECT r.event_id, c.article_id, c.cited, c.kind <> 'person' AS is_source,
        c.field = r.field AND c.start >= r.start AND c."end" <= r."end" AS in_sentence,
        c.field = r.field AND substr(a.text, least(c.start, r.start) + 1, abs(c.start - r.start)) NOT LIKE '%' || chr(10) || '%' AS in_paragraph,
        c.field <> 'text' OR substr(a.text, 1, c.start) NOT LIKE '%' || chr(10) || '%' AS in_lead
    FROM event_reports r
    JOIN articles a USING (article_id, version)
    JOIN citations c USING (article_id, version)
    WHERE c.is_origin OR c.kind = 'person'
), origins_of_reports AS (
    SELECT
        event_id, article_id, bool_or(in_sentence AND is_source) AS is_attributed, bool_or(in_sentence) AS is_said,
        list(DISTINCT cited ORDER BY cited) FILTER (in_sentence AND is_source) AS of_sentence,
        list(DISTINCT cited ORDER BY cited) FILTER (in_paragraph AND is_source) AS of_paragraph,
        list(DISTINCT cited ORDER BY cited) FILTER (in_lead AND is_source) AS of_lead
    FROM near GROUP BY event_id, article_id
)
SELECT
    r.event_id, a.article_id, a.version, r.field, r.start, r."end", r.sentences, r.modality, a.source_id, a.voice, a.side,
    a.source_kind, a.language, a.reported_at, a.reported_precision, a.reported_on, a.story_id, a.relation,
    a.relation IN ('original', 'related') AS is_independent,
    coalesce(s.is_attributed, false) AS is_attributed,
    a.reported_on > coalesce(e.date_end, min(a.reported_on) OVER (PARTITION BY r.event_id)) + 14 AS is_background,
    CASE WHEN s.is_said AND NOT s.is_attributed THEN [a.voice]
         ELSE coalesce(s.of_sentence, s.of_paragraph, CASE WHEN NOT is_background THEN s.of_lead END, [a.voice]) END AS origins
FROM sentences r
JOIN events e USING (event_id)
JOIN relevant_articles a USING (article_id, version)
LEFT JOIN origins_of_reports s USING (event_id, article_id);
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
COMMENT ON COLUMN reports.origins IS 'On whose word it rests: the last sources cited in those sentences, else in their paragraph, else at the head of an article that is no background or in its list of sources, else the outlet itself; the outlet where a person is quoted there.';
