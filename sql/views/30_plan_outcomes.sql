-- Which announced plans happened, slipped or vanished. "Today" is the day of the newest article.
CREATE OR REPLACE VIEW plan_outcomes AS
WITH clock AS (
    SELECT max(reported_on) AS today FROM relevant_articles
), lists AS (
    SELECT list(entity_id) FILTER (kind = 'person') AS people, list(entity_id) FILTER (kind = 'country') AS countries FROM entities
), told AS (
    SELECT
        t.*, t.first_reported_at::DATE AS told_on, e.side AS place_side, list_intersect(t.participants, l.people) AS people,
        list_filter(t.participants, lambda x: NOT list_contains(l.countries, x)) AS who
    FROM timeline t
    CROSS JOIN lists l
    LEFT JOIN entities e ON e.entity_id = t.place_id
), plans AS ( -- the day on which a plan is told is not the day that is planned; what was over when told is no plan
    SELECT
        * EXCLUDE (date_start, date_end), coalesce(date_start <= told_on + (event_type = 'preparation')::INTEGER, false) AS is_dateless,
        CASE WHEN NOT is_dateless THEN date_start END AS date_start, CASE WHEN NOT is_dateless THEN date_end END AS date_end
    FROM told
    WHERE (modality = 'planned' OR event_type = 'preparation') AND coalesce(date_end, told_on) >= told_on - 1
), kept AS ( -- most of the persons, where persons are named, on the planned side of the border; who only talked somewhere has not travelled
    SELECT p.event_id, d.event_id AS outcome_event_id, d.date_start, d.first_article_id, d.field, d.start, d."end",
        row_number() OVER (PARTITION BY p.event_id ORDER BY d.date_start, d.event_id) AS place
    FROM plans p
    JOIN told d ON d.modality IN ('happened', 'claimed') AND d.event_type <> 'preparation' AND d.event_id <> p.event_id
        AND d.date_end >= coalesce(p.date_start, p.told_on) AND d.date_start <= coalesce(p.date_end, p.told_on) + 365
        AND (d.event_type = p.event_type OR (p.event_type = 'preparation' AND d.event_type IN ('visit', 'summit', 'talks')))
        AND CASE WHEN len(p.people) > 0 THEN len(list_intersect(p.people, d.people)) * 2 > len(p.people)
                 ELSE len(list_intersect(p.who, d.who)) * 2 >= greatest(len(p.who), 1) END
        AND coalesce(p.place_id = d.place_id OR p.place_side = d.place_side, p.place_id IS NULL OR d.event_type <> 'talks')
)
SELECT
    p.event_id, p.event_type, p.date_start AS planned_start, p.date_end AS planned_end, p.participants, p.place_id,
    CASE WHEN k.date_start IS NULL AND coalesce(p.date_end, p.told_on + 180) < c.today THEN 'vanished'
         WHEN k.date_start IS NULL THEN 'open'
         WHEN p.date_end IS NULL OR k.date_start <= p.date_end THEN 'happened' ELSE 'slipped' END AS outcome,
    k.outcome_event_id, k.date_start AS happened_on, k.date_start - p.date_end AS days_late, p.first_reported_at,
    p.first_article_id, p.field, p.start, p."end", p.quote, k.first_article_id AS outcome_article_id,
    k.field AS outcome_field, k.start AS outcome_start, k."end" AS outcome_end
FROM plans p
CROSS JOIN clock c
LEFT JOIN kept k ON k.event_id = p.event_id AND k.place = 1
ORDER BY p.first_reported_at, p.event_id;
COMMENT ON VIEW plan_outcomes IS 'Announced plans and what became of them: the first later event of that type with most of the planned persons, on that side of the border.';
COMMENT ON COLUMN plan_outcomes.event_id IS 'The planned event.';
COMMENT ON COLUMN plan_outcomes.event_type IS 'Its type; preparation stands for a visit, summit or talks to come.';
COMMENT ON COLUMN plan_outcomes.planned_start IS 'First planned day; null where none is given, or only that on which the plan was told.';
COMMENT ON COLUMN plan_outcomes.planned_end IS 'Last planned day.';
COMMENT ON COLUMN plan_outcomes.participants IS 'Who was to take part.';
COMMENT ON COLUMN plan_outcomes.place_id IS 'Where.';
COMMENT ON COLUMN plan_outcomes.outcome IS 'happened, slipped (later than planned), vanished (the time has passed, or half a year without a date) or open.';
COMMENT ON COLUMN plan_outcomes.outcome_event_id IS 'The event that came of it.';
COMMENT ON COLUMN plan_outcomes.happened_on IS 'Its first day.';
COMMENT ON COLUMN plan_outcomes.days_late IS 'Days after the last planned day.';
COMMENT ON COLUMN plan_outcomes.first_reported_at IS 'When the plan was first reported.';
COMMENT ON COLUMN plan_outcomes.first_article_id IS 'That article.';
COMMENT ON COLUMN plan_outcomes.field IS 'text or title.';
COMMENT ON COLUMN plan_outcomes.start IS 'First character of the words.';
COMMENT ON COLUMN plan_outcomes."end" IS 'One past the last character.';
COMMENT ON COLUMN plan_outcomes.quote IS 'The words.';
COMMENT ON COLUMN plan_outcomes.outcome_article_id IS 'First article about what came of it.';
COMMENT ON COLUMN plan_outcomes.outcome_field IS 'text or title.';
COMMENT ON COLUMN plan_outcomes.outcome_start IS 'First character of its words.';
COMMENT ON COLUMN plan_outcomes.outcome_end IS 'One past the last character.';
