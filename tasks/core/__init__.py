"""The nouns: pure functions on Polars frames. No Prefect, httpx, DuckDB, clock, environment or disk writes."""
