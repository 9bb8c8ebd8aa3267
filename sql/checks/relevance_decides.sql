-- No claim, no statement and no report of an event is of an article that is not relevant.
SELECT 'claims' AS of_table, c.article_id FROM claims c JOIN articles a USING (article_id, version) WHERE NOT a.is_relevant
UNION ALL SELECT 'statements', s.article_id FROM statements s JOIN articles a USING (article_id, version) WHERE NOT a.is_relevant
UNION ALL SELECT 'event_reports', r.article_id FROM event_reports r JOIN articles a USING (article_id, version) WHERE NOT a.is_relevant;
