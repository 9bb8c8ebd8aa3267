-- No mention, citation, report or claim stands without the version whose characters it counts.
SELECT 'entity_mentions' AS of_table, article_id, version FROM entity_mentions ANTI JOIN article_versions USING (article_id, version)
UNION ALL SELECT 'date_mentions', article_id, version FROM date_mentions ANTI JOIN article_versions USING (article_id, version)
UNION ALL SELECT 'attributions', article_id, version FROM attributions ANTI JOIN article_versions USING (article_id, version)
UNION ALL SELECT 'event_reports', article_id, version FROM event_reports ANTI JOIN article_versions USING (article_id, version)
UNION ALL SELECT 'statements', article_id, version FROM statements ANTI JOIN article_versions USING (article_id, version)
UNION ALL SELECT 'claims', article_id, version FROM claims ANTI JOIN article_versions USING (article_id, version);
