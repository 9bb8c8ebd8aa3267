"""The copy that people read."""

from prefect import task
from prefect.cache_policies import NO_CACHE

from tasks import store
from tasks.settings import Settings


@task(task_run_name="publish", cache_policy=NO_CACHE)
def publish(settings: Settings) -> None:
    """Put a whole new copy of the working file in the place of data/tumen.duckdb; readers are neither kept out nor
    do they keep us out."""
    store.publish(settings.working, settings.published, settings.lock_seconds)
