-- Did both capitals confirm an event, and what did each leave out? A capital speaks through its outlets and through the
-- sources of its side that others cite.
CREATE OR REPLACE VIEW two_capitals AS
WITH spoken AS (
    SELECT DISTINCT r.event_id, r.article_id, r.version, r.reported_at, side.side
    FROM reports r
    CROSS JOIN LATERAL (
        SELECT r.side AS side WHERE r.side IN ('RU', 'DPRK')
        UNION SELECT e.side FROM entities e WHERE list_contains(r.origins, e.entity_id) AND e.side IN ('RU', 'DPRK')
    ) side
), voices AS (
    SELECT
        event_id, min(reported_at) FILTER (side = 'RU') AS moscow_at, min(reported_at) FILTER (side = 'DPRK') AS pyongyang_at,
        list(article_id ORDER BY reported_at, article_id) FILTER (side = 'RU') AS moscow_article_ids,
        list(article_id ORDER BY reported_at, article_id) FILTER (side = 'DPRK') AS pyongyang_article_ids
    FROM spoken GROUP BY event_id
), named AS (
    SELECT s.event_id, s.side, list(DISTINCT p.participant ORDER BY p.participant) AS participants
    FROM spoken s
    JOIN event_reports r USING (event_id, article_id, version)
    CROSS JOIN LATERAL (SELECT unnest(r.participants) AS participant) p
    GROUP BY s.event_id, s.side
), figured AS ( -- by subject and value: "1,000" and "тысяча" are one figure
    SELECT event_id, claimant_side AS side, list_sort(list(DISTINCT subject)) AS subjects,
        list_sort(list(DISTINCT concat(amount, ' ', subject))) AS figures,
        list(DISTINCT {'subject': subject, 'figure': concat(amount, ' ', subject)}) AS pairs
    FROM event_figures WHERE claimant_side IN ('RU', 'DPRK') GROUP BY event_id, claimant_side
)
SELECT
    e.event_id, e.event_type, e.date_start, e.date_end,
    CASE WHEN v.moscow_at IS NOT NULL AND v.pyongyang_at IS NOT NULL THEN 'both' WHEN v.moscow_at IS NOT NULL THEN 'Moscow only'
         WHEN v.pyongyang_at IS NOT NULL THEN 'Pyongyang only' ELSE 'neither' END AS confirmed_by,
    v.moscow_at, v.pyongyang_at, round(epoch(v.pyongyang_at - v.moscow_at) / 3600, 2) AS pyongyang_hours_later,
    coalesce(gr.figures, []) AS moscow_figures, coalesce(gd.figures, []) AS pyongyang_figures,
    CASE WHEN confirmed_by = 'both' THEN list_sort(list_transform(
        list_filter(coalesce(gd.pairs, []), lambda x: NOT list_contains(coalesce(gr.subjects, []), x.subject)), lambda x: x.figure
    )) END AS moscow_left_out,
    CASE WHEN confirmed_by = 'both' THEN list_sort(list_transform(
        list_filter(coalesce(gr.pairs, []), lambda x: NOT list_contains(coalesce(gd.subjects, []), x.subject)), lambda x: x.figure
    )) END AS pyongyang_left_out,
    list_filter(coalesce(nr.participants, []), lambda x: NOT list_contains(coalesce(nd.participants, []), x)) AS named_by_moscow_only,
    list_filter(coalesce(nd.participants, []), lambda x: NOT list_contains(coalesce(nr.participants, []), x)) AS named_by_pyongyang_only,
    coalesce(v.moscow_article_ids, []) AS moscow_article_ids, coalesce(v.pyongyang_article_ids, []) AS pyongyang_article_ids
FROM events e
JOIN (SELECT DISTINCT event_id FROM reports) USING (event_id)
LEFT JOIN voices v USING (event_id)
LEFT JOIN named nr ON nr.event_id = e.event_id AND nr.side = 'RU'
LEFT JOIN named nd ON nd.event_id = e.event_id AND nd.side = 'DPRK'
LEFT JOIN figured gr ON gr.event_id = e.event_id AND gr.side = 'RU'
LEFT JOIN figured gd ON gd.event_id = e.event_id AND gd.side = 'DPRK'
ORDER BY e.date_start NULLS LAST, e.event_id;
COMMENT ON VIEW two_capitals IS 'What Moscow said of an event, what Pyongyang said, and what each left out; through their own outlets or where others cite them.';
COMMENT ON COLUMN two_capitals.event_id IS 'The event.';
COMMENT ON COLUMN two_capitals.event_type IS 'Its type.';
COMMENT ON COLUMN two_capitals.date_start IS 'First day.';
COMMENT ON COLUMN two_capitals.date_end IS 'Last day, included.';
COMMENT ON COLUMN two_capitals.confirmed_by IS 'both, Moscow only, Pyongyang only or neither (only third parties report it).';
COMMENT ON COLUMN two_capitals.moscow_at IS 'First report by a Russian outlet or with a Russian source.';
COMMENT ON COLUMN two_capitals.pyongyang_at IS 'First report by a DPRK outlet or with a DPRK source.';
COMMENT ON COLUMN two_capitals.pyongyang_hours_later IS 'Hours between the two; below zero where Pyongyang was first.';
COMMENT ON COLUMN two_capitals.moscow_figures IS 'Figures that Russian claimants give in the sentences that report it, or beside them in the paragraph; empty where they give none.';
COMMENT ON COLUMN two_capitals.pyongyang_figures IS 'Figures that DPRK claimants give there.';
COMMENT ON COLUMN two_capitals.moscow_left_out IS 'Figures of Pyongyang about subjects of which Moscow gives no figure; null unless both confirmed it.';
COMMENT ON COLUMN two_capitals.pyongyang_left_out IS 'Figures of Moscow about subjects of which Pyongyang gives no figure; null unless both confirmed it.';
COMMENT ON COLUMN two_capitals.named_by_moscow_only IS 'Participants that only articles with a Russian voice name.';
COMMENT ON COLUMN two_capitals.named_by_pyongyang_only IS 'Participants that only articles with a DPRK voice name.';
COMMENT ON COLUMN two_capitals.moscow_article_ids IS 'The articles with a Russian voice, the earliest first.';
COMMENT ON COLUMN two_capitals.pyongyang_article_ids IS 'The articles with a DPRK voice, the earliest first.';
