-- ceiling: Every article was published after 1989, before we received it, and on the outlet's own day of that instant.
-- No time zone is further than 14 hours from UTC; a day's grace for outlets that date ahead.
SELECT article_id, published_at, published_on, first_seen_at
FROM articles
WHERE abs(epoch(published_at - (published_on + TIME '12:00') AT TIME ZONE 'UTC')) > 26 * 3600
   OR published_on < DATE '1990-01-01'
   OR published_on > (first_seen_at AT TIME ZONE 'UTC')::DATE + 1
   OR (published_at IS NOT NULL AND published_on IS NULL);
