-- How much was written in each language and class of outlet, week by week, with the holes: weeks without articles are
-- rows too, and say whether the outlets were silent, could not be reached or were not watched.
CREATE OR REPLACE VIEW coverage_by_language AS
WITH weeks AS (
    SELECT unnest(generate_series(
        date_trunc('week', min(day)), date_trunc('week', max(day)), INTERVAL 7 DAY
    ))::DATE AS week
    FROM (SELECT reported_on AS day FROM relevant_articles UNION ALL SELECT (fetched_at AT TIME ZONE 'UTC')::DATE FROM fetches)
), classes AS (
    SELECT DISTINCT language, kind AS source_kind FROM sources
    UNION SELECT DISTINCT coalesce(language, '?'), source_kind FROM relevant_articles
), written AS (
    SELECT
        date_trunc('week', reported_on)::DATE AS week, coalesce(language, '?') AS language, source_kind,
        count(*) AS articles, count(DISTINCT story_id) AS stories,
        count(*) FILTER (relation IN ('original', 'related')) AS independent, count(DISTINCT source_id) AS outlets,
        list(article_id ORDER BY reported_at, article_id) AS article_ids
    FROM relevant_articles GROUP BY ALL
), watched AS (
    SELECT week, language, source_kind, count(*) AS outlets_asked, count(*) FILTER (NOT answered) AS outlets_failed FROM (
        SELECT date_trunc('week', f.fetched_at AT TIME ZONE 'UTC')::DATE AS week, s.language, s.kind AS source_kind,
            f.source_id, bool_or(f.failure IS NULL) AS answered
        FROM fetches f JOIN sources s USING (source_id) WHERE f.stage = 'discover' GROUP BY ALL
    ) GROUP BY ALL
)
SELECT
    w.week, c.language, c.source_kind, coalesce(a.articles, 0) AS articles, coalesce(a.stories, 0) AS stories,
    coalesce(a.independent, 0) AS independent, coalesce(a.outlets, 0) AS outlets,
    coalesce(k.outlets_asked, 0) AS outlets_asked, coalesce(k.outlets_failed, 0) AS outlets_failed,
    CASE WHEN a.articles > 0 THEN 'covered' WHEN k.outlets_asked IS NULL THEN 'not watched'
         WHEN k.outlets_failed = k.outlets_asked THEN 'failed' ELSE 'silent' END AS state,
    coalesce(a.article_ids, []) AS article_ids
FROM weeks w
CROSS JOIN classes c
LEFT JOIN written a USING (week, language, source_kind)
LEFT JOIN watched k USING (week, language, source_kind)
ORDER BY w.week, c.language, c.source_kind;
COMMENT ON VIEW coverage_by_language IS 'Relevant articles by week, language and class of outlet; empty weeks say whether it was silence or failure.';
COMMENT ON COLUMN coverage_by_language.week IS 'Monday of the week.';
COMMENT ON COLUMN coverage_by_language.language IS 'Language, ISO 639-1; ? where unknown.';
COMMENT ON COLUMN coverage_by_language.source_kind IS 'agency, paper, broadcaster, ministry, research, aggregator or other.';
COMMENT ON COLUMN coverage_by_language.articles IS 'Relevant articles.';
COMMENT ON COLUMN coverage_by_language.stories IS 'Stories among them.';
COMMENT ON COLUMN coverage_by_language.independent IS 'Articles that are no copy, translation or rewrite.';
COMMENT ON COLUMN coverage_by_language.outlets IS 'Outlets that wrote them.';
COMMENT ON COLUMN coverage_by_language.outlets_asked IS 'Outlets of this language and class whose feeds were asked in that week.';
COMMENT ON COLUMN coverage_by_language.outlets_failed IS 'Of these, outlets that never answered.';
COMMENT ON COLUMN coverage_by_language.state IS 'covered, silent (asked, nothing relevant), failed (asked, no answer) or not watched.';
COMMENT ON COLUMN coverage_by_language.article_ids IS 'The articles.';
