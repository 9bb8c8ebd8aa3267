-- Reports of an event that was merged into another now count for the one that stands for both.
UPDATE event_reports SET event_id = e.merged_into FROM events e WHERE e.event_id = event_reports.event_id AND e.merged_into IS NOT NULL;
