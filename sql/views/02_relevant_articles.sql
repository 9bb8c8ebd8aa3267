-- Relevant articles as the other views see them: who published what when, and to which story it belongs. What is known to
-- the day alone may have come at any hour of it: it counts from its end, so that nobody is told as first by a guess.
CREATE OR REPLACE VIEW relevant_articles AS
SELECT
    a.article_id, a.version, a.url, a.title, a.language, a.source_id,
    coalesce(s.name, '?') AS source_name, coalesce(s.side, 'other') AS side, coalesce(s.kind, 'other') AS source_kind,
    coalesce(e.entity_id, a.source_id, '?') AS voice,
    least(
        coalesce(a.published_at, (a.published_on + 1)::TIMESTAMP AT TIME ZONE coalesce(s.timezone, 'UTC') - INTERVAL 1 SECOND),
        a.first_seen_at
    ) AS reported_at,
    CASE WHEN a.published_at > a.first_seen_at THEN 'seen' WHEN a.published_at IS NOT NULL THEN a.published_precision
         WHEN a.published_on IS NOT NULL THEN 'day' ELSE 'seen' END AS reported_precision,
    coalesce(a.published_on, (a.first_seen_at AT TIME ZONE coalesce(s.timezone, 'UTC'))::DATE) AS reported_on,
    coalesce(m.story_id, a.article_id) AS story_id, coalesce(m.relation, 'original') AS relation, m.similarity
FROM articles a
LEFT JOIN sources s USING (source_id)
LEFT JOIN source_entities e USING (source_id)
LEFT JOIN story_articles m USING (article_id)
WHERE a.is_relevant;
COMMENT ON VIEW relevant_articles IS 'Articles about Russia-DPRK relations, with their time, their outlet''s side and their story.';
COMMENT ON COLUMN relevant_articles.article_id IS 'The article.';
COMMENT ON COLUMN relevant_articles.version IS 'Its newest version, whose characters the spans of other views count.';
COMMENT ON COLUMN relevant_articles.url IS 'Its address.';
COMMENT ON COLUMN relevant_articles.title IS 'Headline.';
COMMENT ON COLUMN relevant_articles.language IS 'Language, ISO 639-1.';
COMMENT ON COLUMN relevant_articles.source_id IS 'The outlet.';
COMMENT ON COLUMN relevant_articles.source_name IS 'Name of the outlet; ? where unknown.';
COMMENT ON COLUMN relevant_articles.side IS 'Whose view the outlet reports from.';
COMMENT ON COLUMN relevant_articles.source_kind IS 'agency, paper, broadcaster, ministry, research, aggregator or other.';
COMMENT ON COLUMN relevant_articles.voice IS 'The outlet as an entity where it is one (tass for every TASS desk), else its source_id.';
COMMENT ON COLUMN relevant_articles.reported_at IS 'When it was published; the last second of the day in the outlet''s own zone where only the day is known, so that what has a time comes before it; never later than when we first saw it.';
COMMENT ON COLUMN relevant_articles.reported_precision IS 'second, minute, day, or seen (no date of its own: when we first saw it).';
COMMENT ON COLUMN relevant_articles.reported_on IS 'Day of publication in the outlet''s own zone.';
COMMENT ON COLUMN relevant_articles.story_id IS 'Its story; the article itself where it has not been grouped.';
COMMENT ON COLUMN relevant_articles.relation IS 'original, copy, translation, rewrite or related.';
COMMENT ON COLUMN relevant_articles.similarity IS 'From 0 to 1, to the nearest earlier article of its story.';
