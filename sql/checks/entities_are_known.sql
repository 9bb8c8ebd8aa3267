-- Every entity that is named, cited or said to take part is in the table of entities.
SELECT 'entity_mentions' AS of_table, entity_id FROM entity_mentions ANTI JOIN entities USING (entity_id)
UNION SELECT 'attributions', cited_id FROM attributions a WHERE cited_id IS NOT NULL AND NOT EXISTS (FROM entities e WHERE e.entity_id = a.cited_id)
UNION SELECT 'attributions', citing_id FROM attributions a WHERE citing_id IS NOT NULL AND NOT EXISTS (FROM entities e WHERE e.entity_id = a.citing_id)
UNION SELECT 'claims', claimant_id FROM claims c WHERE claimant_id IS NOT NULL AND NOT EXISTS (FROM entities e WHERE e.entity_id = c.claimant_id)
UNION SELECT 'statements', speaker_id FROM statements t WHERE speaker_id IS NOT NULL AND NOT EXISTS (FROM entities e WHERE e.entity_id = t.speaker_id)
UNION SELECT 'events', p FROM (SELECT unnest(participants) AS p FROM events) ANTI JOIN entities e ON e.entity_id = p
UNION SELECT 'events', place_id FROM events v WHERE place_id IS NOT NULL AND NOT EXISTS (FROM entities e WHERE e.entity_id = v.place_id);
