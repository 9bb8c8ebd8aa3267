-- Which figures tell of an event: those of the sentences that report it, and those beside them in a paragraph, in a
-- sentence in which no other event is told.
CREATE OR REPLACE VIEW event_figures AS
SELECT DISTINCT
    r.event_id, f.article_id, f.version, f.reported_at, f.claimant, f.claimant_side, f.subject, f.amount, f.field, f.start, f."end"
FROM event_reports r
JOIN figures f USING (article_id, version, field)
JOIN articles a USING (article_id, version)
LEFT JOIN event_reports o ON o.article_id = r.article_id AND o.version = r.version AND o.field = f.field
    AND f.start >= o.start AND f."end" <= o."end"
WHERE f.role IS DISTINCT FROM 'from' AND coalesce(o.event_id = r.event_id,
    NOT contains(substr(a.text, least(f.start, r.start) + 1, abs(f.start - r.start)), chr(10)));
COMMENT ON VIEW event_figures IS 'The figures that tell of an event, by the sentences and paragraphs that report it.';
COMMENT ON COLUMN event_figures.event_id IS 'The event.';
COMMENT ON COLUMN event_figures.article_id IS 'The article.';
COMMENT ON COLUMN event_figures.version IS 'The version whose characters are counted.';
COMMENT ON COLUMN event_figures.reported_at IS 'When the article appeared.';
COMMENT ON COLUMN event_figures.claimant IS 'Who gives the figure.';
COMMENT ON COLUMN event_figures.claimant_side IS 'Side of the claimant: RU, DPRK or other.';
COMMENT ON COLUMN event_figures.subject IS 'What is counted.';
COMMENT ON COLUMN event_figures.amount IS 'How many, with its bound; of a change, what is now.';
COMMENT ON COLUMN event_figures.field IS 'text; figures are read from texts only.';
COMMENT ON COLUMN event_figures.start IS 'First character of the figure.';
COMMENT ON COLUMN event_figures."end" IS 'One past its last character.';
