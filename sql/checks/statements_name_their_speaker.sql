-- The sentence at every statement lies in its version and is not empty; a speaker without an entity has a name.
SELECT s.article_id, s.version, s.start, s."end", s.speaker_text
FROM statements s
JOIN article_versions v USING (article_id, version)
WHERE s.start < 0 OR s."end" <= s.start OR s."end" > length(v.text) OR trim(s.speaker_text) = '';
