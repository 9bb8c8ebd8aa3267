-- 3. Which agency does each outlet lean on (TASS, KCNA, Yonhap, Reuters)?
-- share is of the outlet's relevant articles of that month; the characters of each citation are in the view citations.
SELECT a.month, a.source_id, a.cited_id, a.cited_side, a.articles, a.published, a.share, a.directly, a.as_origin,
    list({'article_id': c.article_id, 'field': c.field, 'start': c.start, 'end': c."end", 'cue': c.cue}
        ORDER BY c.article_id, c.start) AS citations
FROM agency_reliance a
JOIN citations c ON c.source_id IS NOT DISTINCT FROM a.source_id AND c.cited_id = a.cited_id
    AND date_trunc('month', c.reported_on)::DATE = a.month
WHERE a.cited_kind IN ('news_agency', 'outlet')
GROUP BY ALL
ORDER BY a.source_id, a.month, a.share DESC, a.cited_id;
