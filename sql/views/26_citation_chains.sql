-- Who cites whom citing whom.
CREATE OR REPLACE VIEW citation_chains AS
WITH RECURSIVE edges AS (
    SELECT DISTINCT ON (article_id, citing, cited) article_id, version, citing, cited, field, start, "end"
    FROM citations ORDER BY article_id, citing, cited, start
), chains AS (
    SELECT e.article_id, e.version, [a.voice, e.cited] AS chain, e.cited AS last, e.field, e.start, e."end"
    FROM edges e
    JOIN relevant_articles a USING (article_id)
    WHERE e.citing = a.voice
    UNION ALL
    SELECT c.article_id, c.version, list_append(c.chain, e.cited), e.cited, e.field, e.start, e."end"
    FROM chains c
    JOIN edges e ON e.article_id = c.article_id AND e.citing = c.last
    WHERE NOT list_contains(c.chain, e.cited) AND len(c.chain) < 8
)
SELECT
    c.article_id, c.version, a.source_id, a.language, a.reported_at, a.story_id, a.relation, c.chain, len(c.chain) - 1 AS hops,
    c.last AS origin, c.field, c.start, c."end"
FROM chains c
JOIN relevant_articles a USING (article_id)
WHERE NOT EXISTS (FROM edges e WHERE e.article_id = c.article_id AND e.citing = c.last AND NOT list_contains(c.chain, e.cited))
ORDER BY a.reported_at, c.article_id, c.chain;
COMMENT ON VIEW citation_chains IS 'How a report reached an outlet: outlet, whom it cites, whom that one cites; one row a chain, the longest only.';
COMMENT ON COLUMN citation_chains.article_id IS 'The article.';
COMMENT ON COLUMN citation_chains.version IS 'The version whose characters are counted.';
COMMENT ON COLUMN citation_chains.source_id IS 'The outlet.';
COMMENT ON COLUMN citation_chains.language IS 'Language of the article.';
COMMENT ON COLUMN citation_chains.reported_at IS 'When it was published.';
COMMENT ON COLUMN citation_chains.story_id IS 'Its story.';
COMMENT ON COLUMN citation_chains.relation IS 'What it is in its story.';
COMMENT ON COLUMN citation_chains.chain IS 'The outlet first, the origin last.';
COMMENT ON COLUMN citation_chains.hops IS 'Citations in the chain.';
COMMENT ON COLUMN citation_chains.origin IS 'The last of the chain.';
COMMENT ON COLUMN citation_chains.field IS 'text, title or source_line (no characters).';
COMMENT ON COLUMN citation_chains.start IS 'First character of the name of the origin.';
COMMENT ON COLUMN citation_chains."end" IS 'One past the last character.';
