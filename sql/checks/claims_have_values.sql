-- Every claim has a value, its range runs upwards, and a range has both ends.
SELECT article_id, version, start, value_low, value_high, bound
FROM claims
WHERE (value_low IS NULL AND value_high IS NULL) OR value_low > value_high OR value_low < 0
   OR (bound IN ('exact', 'about', 'range') AND (value_low IS NULL OR value_high IS NULL));
