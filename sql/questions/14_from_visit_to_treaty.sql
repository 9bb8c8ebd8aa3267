-- 14. How long is it from a visit to an agreement, and from an agreement to its next step?
-- Every agreement or treaty step with the last visit, summit or talks before it, and with the step before it.
WITH steps AS (
    SELECT *, lag(date_start) OVER (ORDER BY date_start, event_id) AS step_before_on,
        lag(event_id) OVER (ORDER BY date_start, event_id) AS step_before_event_id
    FROM timeline WHERE event_type = 'agreement_treaty' AND modality <> 'denied' AND date_start IS NOT NULL
)
SELECT
    s.event_id, s.date_start, s.place_id, v.event_id AS visit_event_id, v.event_type AS visit_type, v.date_start AS visit_on,
    s.date_start - v.date_start AS days_after_visit, s.step_before_event_id, s.step_before_on,
    s.date_start - s.step_before_on AS days_after_step_before, s.first_article_id AS article_id, s.field, s.start, s."end", s.quote,
    v.first_article_id AS visit_article_id, v.start AS visit_start, v."end" AS visit_end
FROM steps s
ASOF LEFT JOIN (
    FROM timeline WHERE event_type IN ('visit', 'summit', 'talks') AND modality IN ('happened', 'claimed') AND date_start IS NOT NULL
) v ON s.date_start >= v.date_start
ORDER BY s.date_start, s.event_id;
