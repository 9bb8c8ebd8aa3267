-- From an event to the characters it was read from, and on to the archived answer: FROM trace('<event_id>').
CREATE OR REPLACE MACRO trace(event) AS TABLE
SELECT
    r.event_id, r.event_type, r.modality, r.date_start, r.date_end, r.article_id, a.source_id, a.url, r.version, r.field, r.start, r."end",
    substr(CASE WHEN r.field = 'title' THEN v.title ELSE v.text END, r.start + 1, r."end" - r.start) AS quote,
    coalesce(a.is_relevant, false) AND a.version = r.version AS is_counted, v.seen_at, v.fetch_id, f.fetched_at, f.digest, f.archive_file, f.archive_offset, f.archive_length
FROM event_reports r
JOIN article_versions v USING (article_id, version)
JOIN articles a USING (article_id)
LEFT JOIN fetches f USING (fetch_id)
WHERE r.event_id = event
ORDER BY v.seen_at, r.article_id, r.version, r.start;
COMMENT ON MACRO TABLE trace IS 'Reports of one event with their words, the version they stand in, and the WARC file, offset and length of the response they came with; is_counted is false for what a newer version of the article no longer says, or one that is not relevant: no other view has it.';
