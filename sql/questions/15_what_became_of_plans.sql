-- 15. Which announced plans happened, slipped or vanished?
-- vanished: the planned time has passed, or half a year without a date, and nothing of the kind was reported.
SELECT
    outcome, event_id, event_type, planned_start, planned_end, participants, place_id, happened_on, days_late, outcome_event_id,
    first_reported_at, first_article_id AS article_id, field, start, "end", quote, outcome_article_id, outcome_field,
    outcome_start, outcome_end
FROM plan_outcomes
ORDER BY first_reported_at, event_id;
