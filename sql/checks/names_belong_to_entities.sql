-- Every name, office and state that speaks belongs to an entity, and every entity has a name.
SELECT 'aliases' AS of_table, entity_id FROM aliases ANTI JOIN entities USING (entity_id)
UNION SELECT 'roles', entity_id FROM roles ANTI JOIN entities USING (entity_id)
UNION SELECT 'entities', entity_id FROM entities ANTI JOIN aliases USING (entity_id)
UNION SELECT 'entities', speaks_for FROM entities e WHERE speaks_for IS NOT NULL AND NOT EXISTS (FROM entities c WHERE c.entity_id = e.speaks_for);
