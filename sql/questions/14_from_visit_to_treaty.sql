-- 14. How long is it from a visit to an agreement, and from an agreement to its next step?
-- Every agreement or treaty step with the last visit, summit or talks that had ended before or on that day, and with the
-- step before it. step is read from the words of its first report. Days are counted only between dates that are known to
-- the day or week.
WITH steps AS (
    SELECT *, lag(date_start) OVER w AS step_before_on, lag(event_id) OVER w AS step_before_event_id,
        CASE
            WHEN regexp_matches(quote, '(?i)in(?:to)? force|t(?:ook|akes?|aken) effect|вступ[^ ]* в силу|набу[^ ]* чинност|발효|生效|発効|効力|hiệu lực|berlaku') THEN 'in force'
            WHEN regexp_matches(quote, '(?i)ratif|ратиф|비준|批准|phê chuẩn|meratifikasi') THEN 'ratified'
            WHEN regexp_matches(quote, '(?i)sign|подпис|підпис|서명|签署|簽署|署名|調印| ký |teken|menandatangani|penandatanganan') THEN 'signed'
            ELSE 'other'
        END AS step
    FROM timeline
    WHERE event_type = 'agreement_treaty' AND modality <> 'denied' AND precision IN ('day', 'range', 'week', 'recent')
    WINDOW w AS (ORDER BY date_start, event_id)
)
SELECT
    s.event_id, s.date_start, s.step, s.place_id, v.event_id AS visit_event_id, v.event_type AS visit_type, v.date_start AS visit_on,
    s.date_start - v.date_start AS days_after_visit, s.step_before_event_id, s.step_before_on,
    s.date_start - s.step_before_on AS days_after_step_before, s.first_article_id AS article_id, s.field, s.start, s."end", s.quote,
    v.first_article_id AS visit_article_id, v.field AS visit_field, v.start AS visit_start, v."end" AS visit_end
FROM steps s
ASOF LEFT JOIN (
    FROM timeline
    WHERE event_type IN ('visit', 'summit', 'talks') AND modality IN ('happened', 'claimed')
        AND precision IN ('day', 'range', 'week', 'recent')
) v ON s.date_start >= v.date_start
ORDER BY s.date_start, s.event_id;
