-- 8. Which reports were changed after publication, and what changed?
-- start and end are the first new or changed paragraph of the later version (the headline where only that changed); both
-- versions are kept: FROM words_at(article_id, version, field, start, "end") shows the characters of either.
SELECT
    e.article_id, e.source_id, e.side, e.version, e.seen_before_at, e.seen_at, e.is_retitled, e.old_title, e.new_title, e.old_published_on, e.new_published_on,
    e.figures_removed, e.figures_added, e.names_removed, e.names_added, e.dates_removed, e.dates_added, e.removed, e.added,
    CASE WHEN len(e.added) > 0 THEN 'text' WHEN e.is_retitled THEN 'title' END AS field,
    CASE field WHEN 'text' THEN strpos(v.text, e.added[1]) - 1 WHEN 'title' THEN 0 END AS start,
    CASE field WHEN 'text' THEN start + length(e.added[1]) WHEN 'title' THEN length(e.new_title) END AS "end"
FROM edited_reports e
JOIN article_versions v USING (article_id, version)
ORDER BY e.seen_at DESC, e.article_id, e.version;
