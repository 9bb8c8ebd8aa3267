-- How the sides frame an event, by the words of framing_terms.
CREATE OR REPLACE VIEW framing AS
WITH pieces AS ( -- the text between the occurrences of a term; one that stands inside a longer word does not count
    SELECT
        a.article_id, t.topic, t.framing, t.term, length(t.term) AS size, string_split(lower(a.text), lower(t.term)) AS parts,
        t.language IN ('ko', 'zh', 'ja') AS is_anywhere
    FROM articles a
    JOIN framing_terms t ON t.language = a.language AND contains(lower(a.text), lower(t.term))
    SEMI JOIN event_reports r ON r.article_id = a.article_id AND r.version = a.version
), places AS (
    SELECT
        article_id, topic, framing, term, size,
        list_transform(
            list_filter(
                range(1, len(parts)), lambda n: is_anywhere OR NOT regexp_matches(coalesce(right(parts[n], 1), ''), '^[\pL\pN]$')
            ),
            lambda n: list_sum(list_transform(parts[:n], lambda x: length(x))) + (n - 1) * size
        ) AS starts
    FROM pieces
)
SELECT
    r.event_id, r.article_id, r.version, r.source_id, r.side, r.language, r.reported_on, p.topic, p.framing, p.term,
    'text' AS field, p.starts[1]::BIGINT AS start, p.starts[1]::BIGINT + p.size AS "end", len(p.starts) AS hits
FROM reports r
JOIN places p USING (article_id)
WHERE len(p.starts) > 0;
COMMENT ON VIEW framing IS 'Loaded words in the reports of an event: which side says operation, which says invasion.';
COMMENT ON COLUMN framing.event_id IS 'The event.';
COMMENT ON COLUMN framing.article_id IS 'The article.';
COMMENT ON COLUMN framing.version IS 'The version whose characters are counted.';
COMMENT ON COLUMN framing.source_id IS 'The outlet.';
COMMENT ON COLUMN framing.side IS 'Whose view it reports from.';
COMMENT ON COLUMN framing.language IS 'Language of the article.';
COMMENT ON COLUMN framing.reported_on IS 'Day of the article.';
COMMENT ON COLUMN framing.topic IS 'What the words name: the war, the troops, the leader ...';
COMMENT ON COLUMN framing.framing IS 'Whose words they are.';
COMMENT ON COLUMN framing.term IS 'The words.';
COMMENT ON COLUMN framing.field IS 'text.';
COMMENT ON COLUMN framing.start IS 'First character of their first occurrence.';
COMMENT ON COLUMN framing."end" IS 'One past the last character.';
COMMENT ON COLUMN framing.hits IS 'How often they occur.';
