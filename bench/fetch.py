"""Fetch rate against `curl --parallel`, on the newsroom in a process of its own: `python -m bench.fetch [pages]`.

Both ask for the same pages with as many requests in flight as there are hosts (ours one a host, which curl cannot
promise); both undo content codings; neither reads robots.txt, which curl does not know. Prints pages a second and the
ratio, medians of five rounds.
"""

import asyncio
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import cycle, islice
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from urllib.parse import urlsplit

from tasks.core.records import Response
from tasks.network import transport
from tasks.web import Client
from tests.newsroom.server import Newsroom
from tests.newsroom.world import World, load

ROUNDS = 5


def world() -> World:
    """The newsroom's world three times over, under hosts of their own: as many as we ask at once."""
    one = load()
    outlets = {
        f"{o.id}_{n}": replace(o, id=f"{o.id}_{n}", host=f"{n}.{o.host}")
        for n in range(3)
        for o in one.outlets.values()
    }
    articles = (replace(a, outlet=outlets[f"{a.outlet.id}_{n}"]) for n in range(3) for a in one.articles)
    return World(outlets, tuple(articles))


def serve(pipe: Connection) -> None:
    """A newsroom, until the other end of the pipe says that it is over."""
    with Newsroom(day=0, world=world()) as newsroom:
        pipe.send(newsroom.port)
        pipe.recv()


def urls(count: int) -> list[str]:
    """The newsroom's pages, over and over, hosts in turn."""
    queues: list[Iterator[str]] = [cycle(list(pages)) for pages in by_host(article.url for article in world().on(0))]
    return list(islice((next(queue) for queue in cycle(queues)), count))


def by_host(pages: Iterable[str]) -> Iterable[list[str]]:
    """The pages of each host."""
    queues = defaultdict[str, list[str]](list)
    for page in pages:
        queues[urlsplit(page).netloc].append(page)
    return queues.values()


def ours(pages: Sequence[str], port: int) -> tuple[float, float]:
    """Seconds of the clock and of the processor; each host's pages one after the other, as tasks/fetch.py asks."""
    queues = list(by_host(pages))

    async def source(client: Client, queue: list[str]) -> int:
        found = [await client.get(url, "bench", "fetch", 0.0) for url in queue]
        return sum(isinstance(outcome, Response) for outcome in found)

    async def fetch() -> None:
        async with Client(transport({"*": f"127.0.0.1:{port}"}), respect_robots=False, max_delay_seconds=0) as client:
            assert sum(await asyncio.gather(*(source(client, queue) for queue in queues))) == len(pages)

    start, cpu_start = time.perf_counter(), time.process_time()
    asyncio.run(fetch())
    return time.perf_counter() - start, time.process_time() - cpu_start


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
    limit = len(world().outlets)
    here, there = get_context("spawn").Pipe()
    server = get_context("spawn").Process(target=serve, args=(there,))
    server.start()
    port = here.recv()
    rounds = [(curl(pages, port, limit), *ours(pages, port)) for _ in range(ROUNDS)]
    here.send(None)
    server.join()
    theirs, mine, cpu = (len(pages) / statistics.median(column) for column in zip(*rounds, strict=True))
    ratios = [a / b for a, b, _ in rounds]
    print(
        f"{len(pages)} pages, {limit} in flight: curl {theirs:.0f}/s, ours {mine:.0f}/s ({cpu:.0f}/s of processor time)"
    )
    print(f"ratio {statistics.median(ratios):.2f}; rounds {', '.join(f'{ratio:.2f}' for ratio in ratios)}")


if __name__ == "__main__":
    main()
