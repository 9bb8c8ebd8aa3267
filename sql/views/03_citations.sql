-- Who cites whom, an edge a row, with names. An edge is an origin where the cited one cites nobody further in that text;
-- a person who is quoted speaks through the medium that quotes, and "state media" are whoever else is named.
CREATE OR REPLACE VIEW citations AS
WITH outlets AS (
    SELECT n.name, min(coalesce(e.entity_id, s.source_id)) AS voice
    FROM source_names n JOIN sources s USING (source_id) LEFT JOIN source_entities e USING (source_id)
    GROUP BY n.name HAVING count(DISTINCT coalesce(e.entity_id, s.source_id)) = 1
)
SELECT
    t.article_id, a.version, a.source_id, a.side, a.language, a.reported_on, a.story_id, a.relation, a.voice,
    coalesce(t.citing_id, lower(t.citing_text), a.voice) AS citing, t.cited_id, t.cited_text,
    coalesce(t.cited_id, o.voice, t.cited_key) AS cited,
    coalesce(e.side, 'other') AS cited_side, t.kind, t.depth, t.cue, t.field, t.start, t."end",
    t.kind <> 'person' AND NOT EXISTS (
        SELECT 1 FROM attributions u
        WHERE u.article_id = t.article_id AND u.version = t.version AND u.citing_id = t.cited_id
          AND u.kind <> 'person' AND u.cited_id IS DISTINCT FROM t.cited_id
    ) AND NOT (t.cited_id IS NULL AND t.kind IN ('state_media', 'media') AND EXISTS (
        SELECT 1 FROM attributions u
        WHERE u.article_id = t.article_id AND u.version = t.version AND u.cited_id IS NOT NULL AND u.kind <> 'person'
    )) AS is_origin
FROM attributions t
JOIN relevant_articles a USING (article_id, version)
LEFT JOIN entities e ON e.entity_id = t.cited_id
LEFT JOIN outlets o ON o.name = t.cited_key AND t.cited_id IS NULL
WHERE t.citing_id IS NOT NULL OR t.citing_text IS NOT NULL OR o.voice IS DISTINCT FROM a.voice; -- an outlet never cites itself
COMMENT ON VIEW citations IS 'Who cites whom in relevant articles: one row an edge, one edge a hop, with the characters of the cited name.';
COMMENT ON COLUMN citations.article_id IS 'The article in which it stands.';
COMMENT ON COLUMN citations.version IS 'The version whose characters are counted.';
COMMENT ON COLUMN citations.source_id IS 'Outlet of the article.';
COMMENT ON COLUMN citations.side IS 'Whose view the outlet reports from.';
COMMENT ON COLUMN citations.language IS 'Language of the article.';
COMMENT ON COLUMN citations.reported_on IS 'Day of the article.';
COMMENT ON COLUMN citations.story_id IS 'Story of the article.';
COMMENT ON COLUMN citations.relation IS 'What the article is in its story.';
COMMENT ON COLUMN citations.voice IS 'The outlet as an entity where it is one.';
COMMENT ON COLUMN citations.citing IS 'Who cites: an entity, a name that is not in entities, or the outlet''s voice.';
COMMENT ON COLUMN citations.cited_id IS 'Entity that is cited; null where it is not in entities.';
COMMENT ON COLUMN citations.cited_text IS 'The cited name as it stands.';
COMMENT ON COLUMN citations.cited IS 'cited_id; else the voice of the one outlet with that name, host or handle (source_names), or the name in its bare form.';
COMMENT ON COLUMN citations.kind IS 'What is cited: news_agency, outlet, body, person, anonymous official, document ...';
COMMENT ON COLUMN citations.cited_side IS 'RU, DPRK or other.';
COMMENT ON COLUMN citations.depth IS '1 where the outlet cites, 2 where the one it cites cites, and so on.';
COMMENT ON COLUMN citations.cue IS 'Pattern that was recognised.';
COMMENT ON COLUMN citations.field IS 'title, text, or source_line (a list of sources apart from the text; no characters).';
COMMENT ON COLUMN citations.start IS 'First character of the cited name in the field.';
COMMENT ON COLUMN citations."end" IS 'One past its last character.';
COMMENT ON COLUMN citations.is_origin IS 'Whether the cited one, no person and no "state media" beside a name, cites nobody further in this article.';
