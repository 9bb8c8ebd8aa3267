-- Every event has a type of the table of types.
SELECT event_id, event_type FROM events ANTI JOIN event_types USING (event_type);
