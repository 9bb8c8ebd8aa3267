-- Who appears with whom, and how that changes.
CREATE OR REPLACE VIEW co_mentions AS
WITH named AS (
    SELECT DISTINCT a.story_id, m.entity_id, date_trunc('month', a.reported_on)::DATE AS month, a.article_id
    FROM entity_mentions m
    JOIN relevant_articles a USING (article_id, version)
    JOIN entities e USING (entity_id)
    WHERE e.kind IN ('person', 'body', 'company', 'vessel')
), stories_of_month AS (
    SELECT story_id, min(month) AS month FROM named GROUP BY story_id
), pairs AS (
    SELECT s.month, x.entity_id AS entity_a, y.entity_id AS entity_b, count(DISTINCT x.story_id) AS stories,
        count(DISTINCT x.article_id) AS articles, list(DISTINCT x.article_id ORDER BY x.article_id) AS article_ids
    FROM named x
    JOIN named y ON y.article_id = x.article_id AND x.entity_id < y.entity_id
    JOIN stories_of_month s ON s.story_id = x.story_id
    GROUP BY ALL
)
SELECT
    p.month, p.entity_a, p.entity_b, a.side AS side_a, b.side AS side_b, p.stories, p.articles,
    p.stories - coalesce(q.stories, 0) AS more_than_month_before,
    NOT EXISTS (FROM pairs o WHERE o.entity_a = p.entity_a AND o.entity_b = p.entity_b AND o.month < p.month) AS is_new,
    p.article_ids
FROM pairs p
LEFT JOIN pairs q ON q.entity_a = p.entity_a AND q.entity_b = p.entity_b AND q.month = (p.month - INTERVAL 1 MONTH)::DATE
JOIN entities a ON a.entity_id = p.entity_a
JOIN entities b ON b.entity_id = p.entity_b
ORDER BY p.month, p.stories DESC, p.entity_a, p.entity_b;
COMMENT ON VIEW co_mentions IS 'Who appears with whom, by month: persons, bodies, companies and ships named in one article; a story counts once however often it is copied.';
COMMENT ON COLUMN co_mentions.month IS 'First day of the month of the story''s first article.';
COMMENT ON COLUMN co_mentions.entity_a IS 'One of the two, the first in the alphabet.';
COMMENT ON COLUMN co_mentions.entity_b IS 'The other.';
COMMENT ON COLUMN co_mentions.side_a IS 'RU, DPRK or other.';
COMMENT ON COLUMN co_mentions.side_b IS 'RU, DPRK or other.';
COMMENT ON COLUMN co_mentions.stories IS 'Stories that name both in one article.';
COMMENT ON COLUMN co_mentions.articles IS 'Articles that do, copies included.';
COMMENT ON COLUMN co_mentions.more_than_month_before IS 'Stories more than in the month before.';
COMMENT ON COLUMN co_mentions.is_new IS 'Whether they never appeared together before.';
COMMENT ON COLUMN co_mentions.article_ids IS 'The articles; the characters are in entity_mentions.';
