"""The settings with which tumen takes the newsroom for the internet."""

import json
from pathlib import Path

from tests.newsroom.server import Newsroom

SOURCES = Path(__file__).with_name("sources.toml")


def environment(newsroom: Newsroom) -> dict[str, str]:
    """Environment variables: where to connect, the newsroom's sources, and feeds and known pages asked on every run."""
    return {
        "TUMEN_CONNECT_TO": json.dumps(newsroom.overrides),
        "TUMEN_SOURCES": str(SOURCES),
        "TUMEN_POLL_PATIENCE": "0",
        "TUMEN_REVISIT_DAYS": "36500",
        "TUMEN_REVISIT_PAUSE_HOURS": "0",
        "TUMEN_REVISIT_BACKOFF": "0",
    }
