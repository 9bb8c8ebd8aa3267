-- On whom each outlet leans, by month.
CREATE OR REPLACE VIEW agency_reliance AS
WITH cited AS (
    SELECT
        date_trunc('month', reported_on)::DATE AS month, source_id, cited_id, any_value(kind) AS cited_kind,
        any_value(cited_side) AS cited_side, count(DISTINCT article_id) AS articles,
        count(DISTINCT article_id) FILTER (depth = 1) AS directly, count(DISTINCT article_id) FILTER (is_origin) AS as_origin,
        list(DISTINCT article_id ORDER BY article_id) AS article_ids
    FROM citations WHERE cited_id IS NOT NULL AND cited_id IS DISTINCT FROM voice GROUP BY ALL
), published AS (
    SELECT date_trunc('month', reported_on)::DATE AS month, source_id, count(*) AS published FROM relevant_articles GROUP BY ALL
)
SELECT
    c.month, c.source_id, c.cited_id, c.cited_kind, c.cited_side, c.articles, p.published,
    round(c.articles / p.published, 3) AS share, c.directly, c.as_origin, c.article_ids
FROM cited c
JOIN published p ON p.month = c.month AND p.source_id IS NOT DISTINCT FROM c.source_id
ORDER BY c.month, c.source_id, c.articles DESC, c.cited_id;
COMMENT ON VIEW agency_reliance IS 'Which agency or other source each outlet leans on, by month; an outlet citing itself does not count.';
COMMENT ON COLUMN agency_reliance.month IS 'First day of the month.';
COMMENT ON COLUMN agency_reliance.source_id IS 'The outlet.';
COMMENT ON COLUMN agency_reliance.cited_id IS 'Whom it cites.';
COMMENT ON COLUMN agency_reliance.cited_kind IS 'What it is: news_agency, outlet, body, person ...';
COMMENT ON COLUMN agency_reliance.cited_side IS 'RU, DPRK or other.';
COMMENT ON COLUMN agency_reliance.articles IS 'Relevant articles of the outlet that cite it, at any depth.';
COMMENT ON COLUMN agency_reliance.published IS 'Relevant articles of the outlet in that month.';
COMMENT ON COLUMN agency_reliance.share IS 'articles / published.';
COMMENT ON COLUMN agency_reliance.directly IS 'Of articles, those that cite it themselves and not through another.';
COMMENT ON COLUMN agency_reliance.as_origin IS 'Of articles, those in which it is the last source of the chain.';
COMMENT ON COLUMN agency_reliance.article_ids IS 'The articles; the characters are in citations.';
