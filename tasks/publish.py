"""The copy that people read."""

from tasks import store
from tasks.settings import Settings
from tasks.verb import verb


@verb("publish")
def publish(settings: Settings) -> None:
    """Put a whole new copy of the working file in the place of data/tumen.duckdb; readers are neither kept out nor
    do they keep us out."""
    store.publish(settings.working, settings.published, settings.lock_seconds)
