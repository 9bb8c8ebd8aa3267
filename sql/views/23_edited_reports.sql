-- What was changed after publication, version against version.
CREATE OR REPLACE VIEW edited_reports AS
WITH pairs AS (
    SELECT n.article_id, n.version, n.seen_at, o.seen_at AS seen_before_at, o.title AS old_title, n.title AS new_title,
        o.published_on AS old_published_on, n.published_on AS new_published_on,
        string_split(o.text, chr(10)) AS old_paragraphs, string_split(n.text, chr(10)) AS new_paragraphs,
        regexp_extract_all(o.text, '[0-9]+(?:[.,][0-9]+)*') AS old_figures,
        regexp_extract_all(n.text, '[0-9]+(?:[.,][0-9]+)*') AS new_figures, length(n.text) - length(o.text) AS longer_by
    FROM article_versions n
    JOIN article_versions o ON o.article_id = n.article_id AND o.version = n.version - 1
), names AS (
    SELECT article_id, version, list(DISTINCT entity_id ORDER BY entity_id) AS entities FROM entity_mentions GROUP BY ALL
), days AS (
    SELECT article_id, version, list(DISTINCT concat(date_start, '/', date_end)) AS dates
    FROM date_mentions WHERE date_start IS NOT NULL GROUP BY ALL
)
SELECT
    p.article_id, a.source_id, a.side, p.version, p.seen_before_at, p.seen_at, p.old_title, p.new_title,
    p.old_title IS DISTINCT FROM p.new_title AS is_retitled, p.old_published_on, p.new_published_on, p.longer_by,
    list_filter(p.old_paragraphs, lambda x: x <> '' AND NOT list_contains(p.new_paragraphs, x)) AS removed,
    list_filter(p.new_paragraphs, lambda x: x <> '' AND NOT list_contains(p.old_paragraphs, x)) AS added,
    list_sort(list_distinct(list_filter(p.old_figures, lambda x: NOT list_contains(p.new_figures, x)))) AS figures_removed,
    list_sort(list_distinct(list_filter(p.new_figures, lambda x: NOT list_contains(p.old_figures, x)))) AS figures_added,
    list_filter(coalesce(ne.entities, []), lambda x: NOT list_contains(coalesce(oe.entities, []), x)) AS names_added,
    list_filter(coalesce(oe.entities, []), lambda x: NOT list_contains(coalesce(ne.entities, []), x)) AS names_removed,
    list_sort(list_filter(coalesce(nd.dates, []), lambda x: NOT list_contains(coalesce(od.dates, []), x))) AS dates_added,
    list_sort(list_filter(coalesce(od.dates, []), lambda x: NOT list_contains(coalesce(nd.dates, []), x))) AS dates_removed
FROM pairs p
JOIN relevant_articles a USING (article_id)
LEFT JOIN names ne ON ne.article_id = p.article_id AND ne.version = p.version
LEFT JOIN names oe ON oe.article_id = p.article_id AND oe.version = p.version - 1
LEFT JOIN days nd ON nd.article_id = p.article_id AND nd.version = p.version
LEFT JOIN days od ON od.article_id = p.article_id AND od.version = p.version - 1
ORDER BY p.seen_at DESC, p.article_id, p.version;
COMMENT ON VIEW edited_reports IS 'Relevant articles whose text changed after we first saw it, and what changed.';
COMMENT ON COLUMN edited_reports.article_id IS 'The article.';
COMMENT ON COLUMN edited_reports.source_id IS 'The outlet.';
COMMENT ON COLUMN edited_reports.side IS 'Whose view it reports from.';
COMMENT ON COLUMN edited_reports.version IS 'The newer version.';
COMMENT ON COLUMN edited_reports.seen_before_at IS 'When we received the older one.';
COMMENT ON COLUMN edited_reports.seen_at IS 'When we received the newer one: it changed in between.';
COMMENT ON COLUMN edited_reports.old_title IS 'Headline before.';
COMMENT ON COLUMN edited_reports.new_title IS 'Headline after.';
COMMENT ON COLUMN edited_reports.is_retitled IS 'Whether the headline changed.';
COMMENT ON COLUMN edited_reports.old_published_on IS 'Day of publication before.';
COMMENT ON COLUMN edited_reports.new_published_on IS 'Day of publication after: another one is a correction.';
COMMENT ON COLUMN edited_reports.longer_by IS 'Characters more; below zero where it became shorter.';
COMMENT ON COLUMN edited_reports.removed IS 'Paragraphs that are gone or were reworded.';
COMMENT ON COLUMN edited_reports.added IS 'Paragraphs that are new or reworded.';
COMMENT ON COLUMN edited_reports.figures_removed IS 'Numbers in digits that are gone.';
COMMENT ON COLUMN edited_reports.figures_added IS 'Numbers in digits that are new.';
COMMENT ON COLUMN edited_reports.names_added IS 'Entities named only after.';
COMMENT ON COLUMN edited_reports.names_removed IS 'Entities named only before.';
COMMENT ON COLUMN edited_reports.dates_added IS 'Intervals named only after, as first/last day.';
COMMENT ON COLUMN edited_reports.dates_removed IS 'Intervals named only before.';
