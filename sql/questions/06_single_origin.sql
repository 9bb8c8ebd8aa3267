-- 6. Which claims rest on one origin?
-- Events that rest on one word, and figures that one claimant alone gives, those that most outlets repeat first.
SELECT
    'event' AS kind, event_id AS claim, event_type AS what, NULL AS value_low, NULL AS value_high, origin, outlets, stories,
    first_article_id AS article_id, field, start, "end", quote, article_ids
FROM single_source_events
UNION ALL
SELECT
    'figure', concat_ws(' ', any_value(f.amount), f.of_id, f.subject), f.subject, f.value_low, f.value_high, any_value(f.claimant),
    count(DISTINCT f.source_id), count(DISTINCT f.story_id), arg_min(f.article_id, (f.reported_at, f.article_id)), 'text',
    arg_min(f.start, (f.reported_at, f.article_id)), arg_min(f."end", (f.reported_at, f.article_id)),
    arg_min(f.quote, (f.reported_at, f.article_id)), list(DISTINCT f.article_id ORDER BY f.article_id)
FROM figures f
GROUP BY f.subject, f.of_id, f.value_low, f.value_high
HAVING count(DISTINCT f.claimant) FILTER (f.relation IN ('original', 'related') OR NOT f.is_own) = 1
ORDER BY outlets DESC, kind, claim, article_id;
