-- 9. Volume by language and class of outlet over time, and holes.
-- state tells silence (asked, nothing relevant) from failure (asked, no answer) and from weeks in which nobody was asked.
-- Weeks before we first asked anybody are rows only where something was written in them.
SELECT week, language, source_kind, state, articles, independent, outlets, outlets_asked, outlets_failed, article_ids
FROM coverage_by_language
WHERE articles > 0 OR week >= (SELECT date_trunc('week', min(fetched_at) AT TIME ZONE 'UTC')::DATE FROM fetches)
ORDER BY week DESC, language, source_kind;
