-- The characters at every citation are the cited name; only a line of sources apart from the text has none.
SELECT t.article_id, t.version, t.field, t.start, t."end", t.cited_text
FROM attributions t
JOIN article_versions v USING (article_id, version)
WHERE CASE WHEN t.field = 'source_line' THEN t.start IS NOT NULL
           ELSE substr(CASE WHEN t.field = 'title' THEN v.title ELSE v.text END, t.start + 1, t."end" - t.start) IS DISTINCT FROM t.cited_text END;
