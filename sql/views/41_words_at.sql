-- The words at a span of a version: FROM words_at('<article_id>', 1, 'text', 120, 180).
CREATE OR REPLACE MACRO words_at(article, number, place, first, last) AS TABLE
SELECT
    article_id, version, place AS field, first AS start, last AS "end",
    substr(CASE WHEN place = 'title' THEN title ELSE text END, first + 1, last - first) AS quote,
    substr(CASE WHEN place = 'title' THEN title ELSE text END, greatest(first - 79, 1), last - first + 160) AS around
FROM article_versions
WHERE article_id = article AND version = number;
COMMENT ON MACRO TABLE words_at IS 'The characters of a span, and up to eighty on either side.';
