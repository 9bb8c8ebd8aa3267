-- The response that brought a version lies in the archive: a file, an offset, a length and a digest.
SELECT v.article_id, v.version, f.fetch_id, f.archive_file
FROM article_versions v
JOIN fetches f USING (fetch_id)
WHERE f.archive_file IS NULL OR f.archive_offset IS NULL OR f.archive_offset < 0 OR coalesce(f.archive_length, 0) <= 0 OR f.digest IS NULL;
