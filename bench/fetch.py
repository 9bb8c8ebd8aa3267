"""Fetch rate against `curl --parallel`, on the newsroom in a process of its own: `python -m bench.fetch [pages]`.

Both ask for the same pages with the same limit in flight, one connection a host at a time or as many as there are
hosts; both undo content codings; neither reads robots.txt, which curl does not know. Prints pages a second and their
ratio, the median of three rounds.
"""

import asyncio
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from itertools import cycle, islice
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

from tasks.core.records import Response
from tasks.network import transport
from tasks.web import Client
from tests.newsroom.server import Newsroom
from tests.newsroom.world import load

ROUNDS = 3


def serve(pipe: Connection) -> None:
    """A newsroom, until the other end of the pipe says that it is over."""
    with Newsroom(day=0) as newsroom:
        pipe.send(newsroom.port)
        pipe.recv()


def urls(count: int) -> list[str]:
    """The newsroom's pages, over and over, hosts in turn."""
    world = load()
    by_outlet = [cycle([article.url for article in world.of(outlet, 0)]) for outlet in world.outlets]
    return list(islice((url for turn in zip(*by_outlet, strict=True) for url in turn), count))


def ours(pages: Sequence[str], port: int) -> float:
    """Seconds that our client takes."""

    async def fetch() -> None:
        async with Client(transport({"*": f"127.0.0.1:{port}"}), respect_robots=False, max_delay_seconds=0) as client:
            outcomes = await asyncio.gather(*(client.get(url, "bench", "fetch", 0.0) for url in pages))
        assert all(isinstance(outcome, Response) for outcome in outcomes)

    start = time.perf_counter()
    asyncio.run(fetch())
    return time.perf_counter() - start


def curl(pages: Sequence[str], port: int, limit: int) -> float:
    """Seconds that curl takes with at most `limit` requests in flight."""
    with tempfile.TemporaryDirectory() as directory:
        config = Path(directory) / "urls"
        config.write_text("".join(f'url = "{url}"\noutput = "{directory}/page"\n' for url in pages))
        command = ["curl", "--parallel", "--parallel-max", str(limit), "--compressed", "--fail", "--silent"]
        command += ["--connect-to", f"::127.0.0.1:{port}", "--config", str(config)]
        start = time.perf_counter()
        subprocess.run(command, check=True)
        return time.perf_counter() - start


def main() -> None:
    """See above."""
    pages = urls(int(sys.argv[1]) if len(sys.argv) > 1 else 2_000)
    limit = len(load().outlets)
    here, there = get_context("spawn").Pipe()
    server = get_context("spawn").Process(target=serve, args=(there,))
    server.start()
    port = here.recv()
    rounds = [(curl(pages, port, limit), ours(pages, port)) for _ in range(ROUNDS)]
    here.send(None)
    server.join()
    theirs, mine = (statistics.median(column) for column in zip(*rounds, strict=True))
    print(
        f"{len(pages)} pages, {limit} in flight: curl {len(pages) / theirs:.0f}/s, ours {len(pages) / mine:.0f}/s, ",
        end="",
    )
    print(f"ratio {theirs / mine:.2f}; rounds " + ", ".join(f"{a / b:.2f}" for a, b in rounds))


if __name__ == "__main__":
    main()
