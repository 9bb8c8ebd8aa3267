-- 13. Range of a figure over time and by claimant (troops, casualties, containers, shells ...).
-- Who says how many, since when; range_low and range_high are over all claimants up to and with that day.
SELECT
    subject, of_id, unit, first_on, claimant, claimant_side, amount, value_low, value_high, bound,
    min(coalesce(value_low, value_high)) OVER w AS range_low, max(coalesce(value_high, value_low)) OVER w AS range_high,
    last_on, articles, stories, first_article_id AS article_id, field, start, "end", quote
FROM figure_ranges
WINDOW w AS (PARTITION BY subject, of_id, unit ORDER BY first_on RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
ORDER BY subject, of_id, unit, first_on, claimant, range_low;
