-- ceiling: No run is still running a day after its start, by the time of the newest request.
SELECT r.run_id, r.flow, r.started_at, r.state
FROM runs r
WHERE r.ended_at IS NULL AND r.started_at < (SELECT max(fetched_at) FROM fetches) - INTERVAL 1 DAY;
