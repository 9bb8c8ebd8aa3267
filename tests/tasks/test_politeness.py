"""How hosts are treated, by the log of the server that plays them all."""

import asyncio
from collections import defaultdict
from itertools import pairwise

import pytest

from tasks.core.records import Response
from tasks.network import transport
from tasks.web import MAX_IN_FLIGHT, Client
from tests.newsroom.server import Newsroom, Request

PAUSE, DELAY = 0.01, 0.03


@pytest.fixture(scope="module")
def log() -> dict[str, list[Request]]:
    """The requests that each host saw, in order, of a client that was given everything at once, and twice."""
    with Newsroom(day=0, pause=PAUSE) as newsroom:
        urls = [article.url for outlet in newsroom.world.outlets for article in newsroom.world.of(outlet, 0)[:4]]

        async def ask() -> int:
            async with Client(transport(newsroom.overrides), max_delay_seconds=DELAY) as client:
                found = await asyncio.gather(*(client.get(url, "x", "fetch", DELAY) for url in urls * 2))
            return sum(isinstance(outcome, Response) for outcome in found)

        assert asyncio.run(ask()) >= len(urls)
        hosts = defaultdict[str, list[Request]](list)
        for request in sorted(newsroom.requests, key=lambda request: request.began):
            hosts[request.host].append(request)
        return dict(hosts)


def test_a_host_has_one_request_at_a_time_and_then_its_rest(log: dict[str, list[Request]]) -> None:
    assert len(log) >= 12
    for host, requests in log.items():
        assert len(requests) > 5, host
        rests = [later.began - earlier.ended for earlier, later in pairwise(requests)]
        assert min(rests) > DELAY - 0.001, host


def test_its_robots_are_asked_for_first_and_once(log: dict[str, list[Request]]) -> None:
    for host, requests in log.items():
        assert [request.path for request in requests].index("/robots.txt") == 0, host
        assert sum(request.path == "/robots.txt" for request in requests) == 1, host


def test_all_hosts_together_have_at_most_fifty(log: dict[str, list[Request]]) -> None:
    requests = [request for host in log.values() for request in host]
    in_flight = [sum(other.began <= request.began < other.ended for other in requests) for request in requests]
    assert 1 < max(in_flight) <= MAX_IN_FLIGHT
