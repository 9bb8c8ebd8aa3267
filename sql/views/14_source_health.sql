-- Is every source alive, silent, blocked, changed or dead? "Now" is when we last asked anybody anything.
-- The words and thresholds are those of tasks/core/health.py.
CREATE OR REPLACE VIEW source_health AS
WITH clock AS (
    SELECT max(fetched_at) AS now_at FROM fetches
), documents AS ( -- the last answer of each feed, sitemap or listing
    SELECT source_id, url, max(fetched_at) AS asked_at, arg_max_null(failure, fetched_at) AS failure,
        max(fetched_at) FILTER (failure IS NULL) AS answered_at
    FROM fetches WHERE stage = 'discover' GROUP BY ALL
), unreadable AS ( -- an answer that could not be read as what it should be
    SELECT source_id, url, max(failed_at) AS failed_at, arg_max(reason, failed_at) AS reason
    FROM failures WHERE stage = 'discover' AND reason IN ('not_a_feed', 'empty_feed') GROUP BY ALL
), discovery AS (
    SELECT
        d.source_id, max(d.asked_at) AS last_asked_at, max(d.answered_at) AS last_answer_at,
        bool_and(d.failure IS NOT NULL) AS is_failing, arg_max(d.failure, d.asked_at) AS failure,
        bool_and(d.failure IS NOT NULL OR coalesce(u.failed_at >= d.asked_at - INTERVAL 1 HOUR, false)) AS is_unreadable,
        arg_max(u.reason, u.failed_at) AS unreadable
    FROM documents d LEFT JOIN unreadable u USING (source_id, url) GROUP BY ALL
), pages AS (
    SELECT
        f.source_id, count(*) AS pages_asked, count(*) FILTER (f.failure IS NOT NULL) AS pages_failed,
        count(*) FILTER (f.failure IN ('blocked', 'robots', 'rate_limited')) AS pages_blocked,
        count(*) FILTER (f.status BETWEEN 200 AND 299 AND f.failure IS NULL) AS pages_received
    FROM fetches f, clock WHERE f.stage = 'fetch' AND f.fetched_at > now_at - INTERVAL 7 DAY GROUP BY ALL
), empty_pages AS (
    SELECT x.source_id, count(DISTINCT x.url) AS pages_without_article
    FROM failures x, clock WHERE x.stage = 'transform' AND x.failed_at > now_at - INTERVAL 7 DAY GROUP BY ALL
), missed AS ( -- all that a full feed announced was new: some of it was gone before we came
    SELECT x.source_id, max(x.failed_at) AS last_gap_at
    FROM failures x, clock WHERE x.reason = 'gap' AND x.failed_at > now_at - INTERVAL 1 DAY GROUP BY ALL
), texts AS (
    SELECT
        a.source_id, count(*) AS recent_articles,
        count(*) FILTER (
            strlen(rtrim(a.text)) < 1000
            AND (NOT regexp_matches(a.text, '[.!?。！？」』][\s"''»”’)\]】]{0,5}$') OR regexp_matches(a.text, '(\.{3}|…)[\s"''»”’)\]】]{0,5}$'))
        ) AS teasers
    FROM articles a, clock WHERE a.first_seen_at > now_at - INTERVAL 7 DAY GROUP BY ALL
), gaps AS (
    SELECT source_id, published_at, published_at - lag(published_at) OVER (PARTITION BY source_id ORDER BY published_at) AS gap
    FROM articles
), output AS (
    SELECT source_id, count(*) AS articles, max(published_at) AS last_published_at, max(first_seen_at) AS last_new_at
    FROM articles GROUP BY ALL
), rhythm AS (
    SELECT source_id, median(epoch(gap)) / 3600 AS usual_gap_hours FROM gaps WHERE gap IS NOT NULL GROUP BY ALL
)
SELECT
    s.source_id, s.name, s.language, s.side,
    CASE
        WHEN d.last_asked_at IS NULL THEN 'never asked'
        WHEN d.is_failing AND d.failure IN ('blocked', 'robots', 'rate_limited') THEN 'blocked'
        WHEN d.is_failing AND d.failure IN ('not_found', 'gone') THEN 'changed'
        WHEN d.is_failing THEN 'dead'
        WHEN p.pages_blocked * 2 > p.pages_asked THEN 'blocked'
        WHEN d.is_unreadable THEN 'changed'
        WHEN p.pages_received >= 3 AND e.pages_without_article * 2 > p.pages_received THEN 'changed'
        WHEN t.recent_articles >= 3 AND t.teasers * 2 > t.recent_articles THEN 'teaser'
        WHEN m.last_gap_at IS NOT NULL THEN 'gap'
        WHEN epoch(c.now_at - o.last_new_at) / 3600 > greatest(7 * 24, 4 * coalesce(r.usual_gap_hours, 0)) THEN 'silent'
        WHEN o.articles IS NULL THEN 'silent'
        ELSE 'alive'
    END AS state,
    CASE WHEN d.is_failing THEN d.failure WHEN d.is_unreadable THEN d.unreadable END AS reason,
    d.last_asked_at, d.last_answer_at, o.last_new_at, o.last_published_at,
    round(r.usual_gap_hours, 1) AS usual_gap_hours, coalesce(o.articles, 0) AS articles,
    coalesce(p.pages_asked, 0) AS pages_asked, coalesce(p.pages_failed, 0) AS pages_failed,
    coalesce(p.pages_blocked, 0) AS pages_blocked, coalesce(e.pages_without_article, 0) AS pages_without_article,
    coalesce(t.teasers, 0) AS teasers, m.last_gap_at
FROM sources s
CROSS JOIN clock c
LEFT JOIN discovery d USING (source_id)
LEFT JOIN pages p USING (source_id)
LEFT JOIN empty_pages e USING (source_id)
LEFT JOIN missed m USING (source_id)
LEFT JOIN texts t USING (source_id)
LEFT JOIN output o USING (source_id)
LEFT JOIN rhythm r USING (source_id)
ORDER BY state = 'alive', state, s.source_id;
COMMENT ON VIEW source_health IS 'Silence told from failure: alive, silent, blocked, changed, teaser, gap, dead or never asked, a row a source. Sources in trouble come first.';
COMMENT ON COLUMN source_health.source_id IS 'The source.';
COMMENT ON COLUMN source_health.name IS 'Its name.';
COMMENT ON COLUMN source_health.language IS 'Its main language.';
COMMENT ON COLUMN source_health.side IS 'Whose view it reports from.';
COMMENT ON COLUMN source_health.state IS 'alive; silent (answers, nothing new for a week and four usual gaps, or never an article); blocked (refuses us); changed (answers, but what it sends can no longer be read); teaser (most texts are short and cut off); gap (all that a full feed announced was new: some was missed); dead (cannot be reached); never asked.';
COMMENT ON COLUMN source_health.reason IS 'Failure of its feeds, where they all fail.';
COMMENT ON COLUMN source_health.last_asked_at IS 'When a feed, sitemap or listing of it was last asked for.';
COMMENT ON COLUMN source_health.last_answer_at IS 'When one last answered.';
COMMENT ON COLUMN source_health.last_new_at IS 'When we last received an article that we did not have.';
COMMENT ON COLUMN source_health.last_published_at IS 'When its newest article was published.';
COMMENT ON COLUMN source_health.usual_gap_hours IS 'Median hours between two of its articles.';
COMMENT ON COLUMN source_health.articles IS 'Articles held, relevant or not.';
COMMENT ON COLUMN source_health.pages_asked IS 'Article pages asked for in the last seven days.';
COMMENT ON COLUMN source_health.pages_failed IS 'Of these, failed.';
COMMENT ON COLUMN source_health.pages_blocked IS 'Of these, refused (blocked, robots, rate_limited).';
COMMENT ON COLUMN source_health.pages_without_article IS 'Pages of the last seven days in which no article was found.';
COMMENT ON COLUMN source_health.teasers IS 'Articles of the last seven days that are short and cut off, as before a paywall.';
COMMENT ON COLUMN source_health.last_gap_at IS 'When, within the last day, all that a full feed announced was new.';
