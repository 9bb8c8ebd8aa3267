-- 15. Which announced plans happened, slipped or vanished?
SELECT
    outcome, event_id, event_type, planned_start, planned_end, participants, place_id, happened_on, days_late, outcome_event_id,
    first_reported_at, first_article_id AS article_id, field, start, "end", quote, outcome_article_id
FROM plan_outcomes
ORDER BY first_reported_at, event_id;
