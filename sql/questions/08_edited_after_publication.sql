-- 8. Which reports were changed after publication, and what changed?
-- Both versions are kept: FROM words_at(article_id, version, 'text', start, "end") shows the characters of either.
SELECT
    article_id, source_id, side, version, seen_before_at, seen_at, is_retitled, old_title, new_title, figures_removed, figures_added,
    names_removed, names_added, dates_removed, dates_added, removed, added
FROM edited_reports
ORDER BY seen_at DESC, article_id, version;
