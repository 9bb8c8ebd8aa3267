"""`python -m tests.newsroom.siege`: one client against every hostile host and the newsroom at once, in a fresh process.

Reads {"overrides": {...}, "addresses": [...]} from standard input and prints {"outcomes": {address: [outcome, text]},
"megabytes": by how much the process grew, "log": what was logged}.
"""

import asyncio
import io
import json
import logging
import resource
import sys
from typing import Any

from tasks.core.records import Response
from tasks.network import transport
from tasks.web import Client

SECONDS = 6.0


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


async def _outcome(client: Client, url: str) -> tuple[str, str]:
    outcome = await client.get(url, "siege", "fetch", 0.0)
    if isinstance(outcome, Response):
        return "page", outcome.body[:200].decode("utf-8", "replace")
    return outcome.reason, outcome.detail


async def besiege(overrides: dict[str, str], addresses: list[str]) -> dict[str, Any]:
    """All addresses at once, after one healthy request that loads what a client needs."""
    async with Client(transport(overrides), request_seconds=SECONDS, max_delay_seconds=3, contact="x@y.test") as client:
        await client.get("http://plain.test/warm-up", "siege", "fetch", 0.0)
        before = _megabytes()
        outcomes = await asyncio.gather(*(_outcome(client, url) for url in addresses))
    return {"outcomes": dict(zip(addresses, outcomes, strict=True)), "megabytes": _megabytes() - before}


def main() -> None:
    """See above."""
    given, log = json.load(sys.stdin), io.StringIO()
    logging.basicConfig(level=logging.DEBUG, stream=log)
    print(json.dumps(asyncio.run(besiege(given["overrides"], given["addresses"])) | {"log": log.getvalue()}))


if __name__ == "__main__":
    main()
