import asyncio
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import httpx
import pytest

from tasks.core.records import Failure, Outcome, Response, Validators
from tasks.core.robots import Robots
from tasks.web import Client, retry_after

NOW = datetime(2026, 1, 1, tzinfo=UTC)
PAGE = "http://song-biec.example/cau.htm"
Handler = Callable[[httpx.Request], httpx.Response]


class Body(httpx.AsyncByteStream):
    """A body as it stands, whatever the headers say of it."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for at in range(0, len(self._content), 65_536):
            yield self._content[at : at + 65_536]


class Web:
    """A web of one handler that remembers what it was asked; `robots` is what every host's robots.txt says."""

    def __init__(self, handler: Handler, robots: httpx.Response | None = None) -> None:
        self.asked: list[httpx.Request] = []
        self._handler, self._robots = handler, robots

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        if request.url.path != "/robots.txt":
            return self._handler(request)
        return self._robots or httpx.Response(404)

    @property
    def paths(self) -> list[str]:
        return [request.url.path for request in self.asked]

    def get(
        self, *urls: str, validators: Validators | None = None, delay: float = 0.0, **options: Any
    ) -> list[Outcome]:
        async def run() -> list[Outcome]:
            async with Client(httpx.MockTransport(self), max_delay_seconds=0.2, **options) as client:
                return [await client.get(url, "song_biec", "fetch", delay, validators) for url in urls]

        return asyncio.run(run())


def page(request: httpx.Request) -> httpx.Response:
    return httpx.Response(200, content=b"<p>Cau</p>", headers={"ETag": '"1"', "Last-Modified": "yesterday"})


def answering(*answers: httpx.Response | Exception) -> Handler:
    """The answers in turn, the last one for ever."""
    left = list(answers)

    def handler(request: httpx.Request) -> httpx.Response:
        answer = left.pop(0) if len(left) > 1 else left[0]
        if isinstance(answer, Exception):
            raise answer
        return answer

    return handler


def reasons(outcomes: list[Outcome]) -> list[str]:
    return [outcome.reason if isinstance(outcome, Failure) else str(outcome.status) for outcome in outcomes]


def test_a_page_is_a_response_with_what_was_sent_and_received() -> None:
    [response] = Web(page).get(PAGE, now=lambda: NOW)
    assert isinstance(response, Response)
    assert (response.url, response.final_url, response.status, response.body) == (PAGE, PAGE, 200, b"<p>Cau</p>")
    assert response.fetched_at == NOW
    assert response.validators == Validators('"1"', "yesterday")
    assert ("Host", "song-biec.example") in response.request_headers


def test_the_agent_tells_who_asks() -> None:
    web = Web(page)
    web.get(PAGE, contact="редакция@song-biec.example\r\nX: 1")
    [agent] = {request.headers["user-agent"] for request in web.asked}
    assert agent.startswith("tumen/0.1 (+")
    assert "@song-biec.example" in agent
    assert "\r" not in agent
    assert agent.isascii()


def test_validators_are_sent_and_304_is_unchanged() -> None:
    web = Web(lambda request: httpx.Response(304 if "if-none-match" in request.headers else 200))
    [response] = web.get(PAGE, validators=Validators('W/"é"', "Sat, 20 Dec 2025 00:00:00 GMT"))
    assert isinstance(response, Response)
    assert "if-none-match" not in web.asked[-1].headers
    assert web.asked[-1].headers["if-modified-since"] == "Sat, 20 Dec 2025 00:00:00 GMT"
    [response] = web.get(PAGE, validators=Validators('"1"'))
    assert isinstance(response, Response)
    assert response.is_unchanged


def test_304_that_was_not_asked_for_is_a_failure() -> None:
    assert reasons(Web(lambda request: httpx.Response(304)).get(PAGE)) == ["http_error"]


@pytest.mark.parametrize(
    ("status", "reason"),
    [(202, "blocked"), (204, "http_error"), (206, "http_error"), (400, "http_error"), (403, "blocked"),
     (404, "not_found"), (410, "gone"), (451, "blocked"), (500, "server_error"), (599, "server_error"),
     (999, "http_error")],
)  # fmt: skip
def test_every_other_status_has_its_reason(status: int, reason: str) -> None:
    [failure] = Web(lambda request: httpx.Response(status)).get(PAGE, retries=0)
    assert isinstance(failure, Failure)
    assert (failure.reason, failure.detail, failure.url) == (reason, f"HTTP {status}", PAGE)


def test_failures_hold_no_secret() -> None:
    url = "http://user:word@song-biec.example/a?token=word&b=1"
    [failure] = Web(lambda request: httpx.Response(404)).get(url)
    assert "word" not in repr(failure)


@pytest.mark.parametrize("url", ["", "nonsense", "http://", "http://[::1", "http://a:99999/", "//a/b"])
def test_what_is_no_address_is_a_failure(url: str) -> None:
    web = Web(page)
    assert reasons(web.get(url))[0] in ("bad_redirect", "forbidden_scheme")
    assert "/b" not in web.paths


def test_redirects_keep_the_first_address_and_give_the_last() -> None:
    web = Web(lambda r: httpx.Response(301, headers={"Location": "/b"}) if r.url.path == "/a" else httpx.Response(200))
    [response] = web.get("http://song-biec.example/a")
    assert isinstance(response, Response)
    assert (response.url, response.final_url) == ("http://song-biec.example/a", "http://song-biec.example/b")


def test_robots_is_asked_once_for_all_pages_of_an_origin() -> None:
    web = Web(page)
    web.get(PAGE, PAGE + "?2", "http://cermin-nusa.example/", "https://song-biec.example/")
    assert web.paths.count("/robots.txt") == 3


def test_each_hop_keeps_to_the_robots_of_its_host() -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        return httpx.Response(302, headers={"Location": "http://elsewhere.example/secret/"})

    rules = httpx.Response(200, content=b"User-agent: *\nDisallow: /secret/\n")
    web = Web(handler, rules)
    assert reasons(web.get(PAGE)) == ["robots"]
    assert "/secret/" not in web.paths


def test_robots_of_an_earlier_run_is_kept_for_a_day() -> None:
    known = {"http://song-biec.example": Robots(b"User-agent: *\nDisallow: /\n", None, NOW)}
    web = Web(page)
    assert reasons(web.get(PAGE, robots=known, now=lambda: NOW + timedelta(hours=23))) == ["robots"]
    assert web.asked == []
    assert reasons(web.get(PAGE, robots=known, now=lambda: NOW + timedelta(hours=25))) == ["200"]
    assert web.paths == ["/robots.txt", "/cau.htm"]


def test_robots_can_be_left_unread_for_hosts_of_ones_own() -> None:
    web = Web(page, httpx.Response(200, content=b"User-agent: *\nDisallow: /\n"))
    assert reasons(web.get(PAGE, respect_robots=False)) == ["200"]
    assert web.paths == ["/cau.htm"]


@pytest.mark.parametrize(("status", "reason"), [(401, "200"), (404, "200"), (429, "rate_limited"), (500, "robots")])
def test_a_robots_txt_that_is_refused_allows_and_one_that_fails_does_not(status: int, reason: str) -> None:
    assert reasons(Web(page, httpx.Response(status)).get(PAGE, retries=0)) == [reason]


@pytest.mark.parametrize("error", [httpx.ConnectError("x"), httpx.ReadError("x"), httpx.ReadTimeout("x")])
def test_what_may_pass_is_tried_once_more(error: Exception) -> None:
    assert reasons(Web(answering(error, httpx.Response(200))).get(PAGE)) == ["200"]
    assert reasons(Web(answering(error, error, httpx.Response(200))).get(PAGE))[0] in ("connect", "protocol", "timeout")
    assert reasons(Web(answering(error, httpx.Response(200))).get(PAGE, retries=0))[0] != "200"


def test_what_does_not_pass_is_not_tried_again() -> None:
    web = Web(answering(httpx.Response(404)))
    web.get(PAGE)
    assert web.paths.count("/cau.htm") == 1


def test_a_busy_host_is_left_alone_for_as_long_as_it_says() -> None:
    web = Web(answering(httpx.Response(429, headers={"Retry-After": "3600"}), httpx.Response(200)))
    assert reasons(web.get(PAGE, PAGE + "?2")) == ["rate_limited", "rate_limited"]
    assert web.paths.count("/cau.htm") == 1


def test_a_host_that_is_busy_for_a_moment_is_asked_again() -> None:
    web = Web(answering(httpx.Response(503, headers={"Retry-After": "0"}), httpx.Response(200)))
    assert reasons(web.get(PAGE)) == ["200"]


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, None), ("", None), ("0", 0.0), (" 120 ", 120.0), ("9" * 400, float("inf")), ("-5", None), ("1.5", None),
        ("\xb2", None), ("soon", None), ("Thu, 01 Jan 2026 00:02:00 GMT", 120.0), ("Thu, 01 Jan 2026 00:02:00", 120.0),
        ("Thu, 01 Jan 2026 09:02:00 +0900", 120.0), ("Wed, 31 Dec 2025 00:00:00 GMT", 0.0),
        ("Thu, 99 Foo 99999 00:00:00 GMT", None),
    ],
)  # fmt: skip
def test_retry_after_is_a_number_or_a_date(value: str | None, seconds: float | None) -> None:
    assert retry_after(value, NOW) == seconds


def test_a_host_is_asked_one_thing_at_a_time_and_all_hosts_at_most_fifty() -> None:
    active, most = Counter[str](), defaultdict[str, int](int)

    async def handler(request: httpx.Request) -> httpx.Response:
        active.update((request.url.host, "all"))
        for name in (request.url.host, "all"):
            most[name] = max(most[name], active[name])
        await asyncio.sleep(0.002)
        active.subtract((request.url.host, "all"))
        return httpx.Response(200)

    async def run() -> None:
        async with Client(httpx.MockTransport(handler), respect_robots=False) as client:
            urls = [f"http://host-{n % 60}.example:{80 + n % 2}/{n}" for n in range(240)]
            await asyncio.gather(*(client.get(url, "x", "fetch", 0.0) for url in urls))

    asyncio.run(run())
    assert most.pop("all") == 50
    assert set(most.values()) == {1}


def test_the_longer_of_delay_and_crawl_delay_lies_between_two_requests() -> None:
    times: list[float] = []

    async def handler(request: httpx.Request) -> httpx.Response:
        times.append(asyncio.get_running_loop().time())
        return httpx.Response(200, content=b"User-agent: *\nCrawl-delay: 0.05\n")

    async def run() -> None:
        async with Client(httpx.MockTransport(handler)) as client:
            for url in (PAGE, PAGE + "?2", PAGE + "?3"):
                await client.get(url, "x", "fetch", 0.02)

    asyncio.run(run())
    assert len(times) == 4
    assert times[1] - times[0] >= 0.019
    assert all(later - earlier >= 0.049 for earlier, later in pairwise(times[1:]))


def test_all_that_was_answered_on_the_way_is_kept() -> None:
    moved = httpx.Response(302, headers={"Location": "/b"}, content=b"this way")
    busy = httpx.Response(503, headers={"Retry-After": "0"}, content=b"later")
    handlers = {"/cau.htm": answering(moved), "/b": answering(busy, httpx.Response(200, content=b"here"))}
    [page] = Web(lambda request: handlers[request.url.path](request)).get(PAGE)
    assert isinstance(page, Response)
    assert [(r.status, r.final_url, r.wire) for r in page.earlier] == [
        (302, PAGE, b"this way"),
        (503, "http://song-biec.example/b", b"later"),
    ]
    assert (page.url, page.body, page.cut) == (PAGE, b"here", None)


@pytest.mark.parametrize(
    ("answer", "wire", "cut"),
    [
        (httpx.Response(403, content=b"prove it"), b"prove it", None),
        (httpx.Response(404, content=b"x" * 150_000), b"x" * 100_000, "unspecified"),
        (httpx.Response(202, content=b"x" * 150_000), b"x" * 100_000, "length"),
        (httpx.Response(200, content=b"x" * 20, headers={"Content-Length": "999"}), b"", "length"),
        (httpx.Response(404, content=iter(()), headers={"Content-Encoding": "gzip"}), b"", None),
    ],
)
def test_refusals_keep_the_beginning_of_what_was_said(answer: httpx.Response, wire: bytes, cut: str | None) -> None:
    answer.stream = Body(answer.read())
    [failure] = Web(answering(answer)).get(PAGE, max_body_bytes=500_000 if cut != "length" or wire else 100)
    assert isinstance(failure, Failure)
    [kept] = failure.answers
    assert (kept.status, kept.wire, kept.body, kept.cut) == (answer.status_code, wire, b"", cut)


def test_a_robots_txt_that_fails_leaves_the_older_one_in_force() -> None:
    known = {"http://song-biec.example": Robots(b"User-agent: *\nDisallow: /x\n", None, NOW)}
    web = Web(page, httpx.Response(500, content=b"oops"))
    later = NOW + timedelta(days=2)
    urls = (PAGE, "http://song-biec.example/x")
    assert reasons(web.get(*urls, robots=known, now=lambda: later, retries=0)) == ["200", "robots"]
    assert web.paths == ["/robots.txt", "/cau.htm"]


def test_requests_for_robots_are_noted() -> None:
    async def run() -> list[tuple[str | None, str, str, list[int]]]:
        web = Web(page, httpx.Response(500, content=b"oops"))
        async with Client(httpx.MockTransport(web), max_delay_seconds=0, retries=0) as client:
            await client.get(PAGE, "song_biec", "fetch")
        return [(a.source_id, a.stage, a.url, [r.status for r in a.answers]) for a in client.robots_asked]

    assert asyncio.run(run()) == [("song_biec", "robots", "http://song-biec.example/robots.txt", [500])]


def test_a_delay_that_is_longer_than_the_longest_is_cut_and_not_a_refusal() -> None:
    web = Web(page, httpx.Response(200, content=b"User-agent: *\nCrawl-delay: 900\n"))
    assert reasons(web.get(PAGE, PAGE + "?2", delay=60.0)) == ["200", "200"]
