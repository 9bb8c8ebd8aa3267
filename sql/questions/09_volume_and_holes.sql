-- 9. Volume by language and class of outlet over time, and holes.
-- state tells silence (asked, nothing relevant) from failure (asked, no answer) and from weeks in which nobody was asked.
SELECT week, language, source_kind, state, articles, independent, outlets, outlets_asked, outlets_failed, article_ids
FROM coverage_by_language
ORDER BY week DESC, language, source_kind;
