-- Which entity an outlet is, so that "TASS" the outlet and "TASS" the cited agency are one voice.
CREATE OR REPLACE VIEW source_entities AS
SELECT s.source_id, min(e.entity_id) AS entity_id
FROM sources s
JOIN entities e ON e.kind IN ('news_agency', 'outlet', 'body')
LEFT JOIN aliases n ON n.entity_id = e.entity_id
WHERE lower(n.alias) = lower(trim(regexp_replace(s.name, '\(.*\)', '')))
   OR e.entity_id = regexp_replace(s.source_id, '_(en|ru|ko|id|vi|zh|ja|uk)$', '')
GROUP BY s.source_id;
COMMENT ON VIEW source_entities IS 'The entity that an outlet is (TASS in any of its languages is tass); outlets that are not in entities have no row.';
COMMENT ON COLUMN source_entities.source_id IS 'The outlet.';
COMMENT ON COLUMN source_entities.entity_id IS 'The same as an entity.';
