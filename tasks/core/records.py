"""What travels between the stages: small frozen records, and the schema of every frame.

Offsets in every mention frame are Python `str` indices into the article's `text` (or into its `title` where a
`field` column says so), so that `text[start:end] == surface` always holds.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime
from http import HTTPStatus
from typing import Literal

import polars as pl

INSTANT = pl.Datetime("us", "UTC")

PAGES = pl.Schema(
    {
        "url": pl.String(),
        "body": pl.Binary(),
        "content_type": pl.String(),
        "fetched_at": INSTANT,
        "source_id": pl.String(),
        "feed_title": pl.String(),
        "feed_published_at": INSTANT,
    }
)

ARTICLES = pl.Schema(
    {
        "article_id": pl.String(),
        "url": pl.String(),
        "canonical_url": pl.String(),
        "source_id": pl.String(),
        "title": pl.String(),
        "byline": pl.String(),
        "language": pl.String(),
        "published_at": INSTANT,
        "published_on": pl.Date(),
        "published_precision": pl.String(),
        "published_from": pl.String(),
        "published_doubt": pl.String(),
        "modified_at": INSTANT,
        "text": pl.String(),
        "text_hash": pl.String(),
        "source_line": pl.String(),
        "source_url": pl.String(),
        "failure": pl.String(),
    }
)

FURNITURE = pl.Schema({"host": pl.String(), "line": pl.String(), "pages": pl.Int64()})

DATE_MENTIONS = pl.Schema(
    {
        "article_id": pl.String(),
        "start": pl.Int64(),
        "end": pl.Int64(),
        "surface": pl.String(),
        "date_start": pl.Date(),
        "date_end": pl.Date(),
        "precision": pl.String(),
        "rule": pl.String(),
    }
)

ENTITY_MENTIONS = pl.Schema(
    {
        "article_id": pl.String(),
        "field": pl.String(),
        "start": pl.Int64(),
        "end": pl.Int64(),
        "surface": pl.String(),
        "entity_id": pl.String(),
        "speaks_for": pl.String(),
    }
)

RELEVANCE = pl.Schema(
    {
        "article_id": pl.String(),
        "score": pl.Float64(),
        "is_relevant": pl.Boolean(),
        "reason": pl.String(),
    }
)

ATTRIBUTIONS = pl.Schema(
    {
        "article_id": pl.String(),
        "field": pl.String(),
        "citing_id": pl.String(),
        "citing_text": pl.String(),
        "cited_id": pl.String(),
        "cited_text": pl.String(),
        "cited_key": pl.String(),
        "kind": pl.String(),
        "depth": pl.Int64(),
        "cue": pl.String(),
        "start": pl.Int64(),
        "end": pl.Int64(),
    }
)

SOURCE_NAMES = pl.Schema({"source_id": pl.String(), "name": pl.String()})

STORY_ARTICLES = pl.Schema(
    {
        "article_id": pl.String(),
        "story_id": pl.String(),
        "relation": pl.String(),
        "similarity": pl.Float64(),
    }
)

STORY_KEYS = pl.Schema(
    {
        "article_id": pl.String(),
        "key": pl.UInt64(),
        "kind": pl.String(),
        "published_on": pl.Date(),
    }
)

STATEMENTS = pl.Schema(
    {
        "article_id": pl.String(),
        "start": pl.Int64(),
        "end": pl.Int64(),
        "speaker_id": pl.String(),
        "speaker_text": pl.String(),
    }
)

CLAIMS = pl.Schema(
    {
        "article_id": pl.String(),
        "start": pl.Int64(),
        "end": pl.Int64(),
        "surface": pl.String(),
        "subject": pl.String(),
        "of_id": pl.String(),
        "value_low": pl.Float64(),
        "value_high": pl.Float64(),
        "bound": pl.String(),
        "role": pl.String(),
        "unit": pl.String(),
        "claimant_id": pl.String(),
        "claimant_text": pl.String(),
    }
)

EVENT_REPORTS = pl.Schema(
    {
        "article_id": pl.String(),
        "field": pl.String(),
        "event_type": pl.String(),
        "date_start": pl.Date(),
        "date_end": pl.Date(),
        "precision": pl.String(),
        "modality": pl.String(),
        "participants": pl.List(pl.String()),
        "place_id": pl.String(),
        "start": pl.Int64(),
        "end": pl.Int64(),
    }
)

EVENTS = pl.Schema(
    {
        "event_id": pl.String(),
        "event_type": pl.String(),
        "date_start": pl.Date(),
        "date_end": pl.Date(),
        "precision": pl.String(),
        "modality": pl.String(),
        "participants": pl.List(pl.String()),
        "place_id": pl.String(),
        "merged_into": pl.String(),
    }
)

EVENT_KEYS = pl.Schema(
    {
        "event_id": pl.String(),
        "family": pl.String(),
        "date_start": pl.Date(),
        "date_end": pl.Date(),
        "people": pl.List(pl.String()),
    }
)

ANNOUNCEMENTS = pl.Schema(
    {
        "source_id": pl.String(),
        "url": pl.String(),
        "title": pl.String(),
        "published_at": INSTANT,
        "modified_at": INSTANT,
        "announced_at": INSTANT,
    }
)

ROBOTS = pl.Schema(
    {
        "origin": pl.String(),
        "body": pl.Binary(),
        "failure": pl.String(),
        "read_at": INSTANT,
        "tried_at": INSTANT,
    }
)

FETCHES = pl.Schema(
    {
        "fetch_id": pl.String(),
        "run_id": pl.String(),
        "source_id": pl.String(),
        "stage": pl.String(),
        "url": pl.String(),
        "final_url": pl.String(),
        "fetched_at": INSTANT,
        "status": pl.Int32(),
        "failure": pl.String(),
        "content_type": pl.String(),
        "etag": pl.String(),
        "last_modified": pl.String(),
        "announced_at": INSTANT,
        "feed_title": pl.String(),
        "feed_published_at": INSTANT,
        "digest": pl.String(),
        "body_bytes": pl.Int64(),
        "item_count": pl.Int32(),
        "items_digest": pl.String(),
        "newest_item_at": INSTANT,
        "archive_file": pl.String(),
        "archive_offset": pl.Int64(),
        "archive_length": pl.Int64(),
    }
)

FetchFailure = Literal[
    "dns", "connect", "tls", "timeout", "protocol", "too_many_redirects", "bad_redirect", "forbidden_address",
    "forbidden_scheme", "robots", "too_large", "bad_encoding", "truncated", "blocked", "not_found", "gone",
    "rate_limited", "http_error", "server_error", "not_a_feed", "empty_feed", "gap",
]  # fmt: skip

ArticleFailure = Literal[
    "empty", "binary", "not_html", "too_large", "undecodable", "no_article", "timeout", "out_of_memory", "crashed",
]  # fmt: skip

Cut = Literal["length", "time", "disconnect", "unspecified"]  # the values of WARC-Truncated
PublicationDoubt = Literal["weekday", "future", "too_early", "before_founding"]

SourceKind = Literal["agency", "paper", "broadcaster", "ministry", "research", "aggregator", "other"]
Side = Literal["RU", "DPRK", "ROK", "UA", "US", "CN", "JP", "other"]
DiscoveryKind = Literal["rss", "atom", "json", "sitemap", "listing", "home", "gdelt"]
FullText = Literal["page", "feed"]


@dataclass(frozen=True, slots=True)
class Discovery:
    """One place in which a source announces its articles.

    `link_pattern` is a regular expression over absolute URLs, `xpath` chooses the links of a listing (elements or
    their href), `query` is what a search such as GDELT's is asked.
    """

    kind: DiscoveryKind
    url: str
    link_pattern: str | None = None
    xpath: str | None = None
    query: str | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """Where an outlet's pages have their text and date, as XPath, until they changed: the last day is `valid_until`.

    `content` chooses elements, `published` elements or attributes.
    """

    content: str | None = None
    published: str | None = None
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """An outlet as its block in sources.toml describes it. `timezone` is an IANA name; delays are seconds.

    `founded` is the day before which it published nothing, `layouts` are in the order in which they ended. Where
    `full_text` is "feed", articles are cut out of the feed and the site's pages are never asked for.
    """

    source_id: str
    name: str
    url: str
    language: str
    country: str
    kind: SourceKind
    side: Side
    timezone: str
    discovery: tuple[Discovery, ...]
    group: str = "default"
    min_delay_seconds: float = 1.0
    max_articles: int = 60
    full_text: FullText = "page"
    note: str = ""
    founded: date | None = None
    layouts: tuple[Layout, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """An address that a source announced as an article, with what the announcement said of it.

    `content` is the whole article as HTML where the announcement carries it, `found_in` the document that it stood in.
    """

    url: str
    source_id: str
    title: str | None = None
    published_at: datetime | None = None
    modified_at: datetime | None = None
    content: str | None = None
    found_in: str | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """What a discovery document listed: how many articles, a digest that changes when what it lists does (not when only
    its bytes do), and when the newest of them was published."""

    item_count: int
    items_digest: str
    newest_item_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave us to ask later whether a page has changed."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Response:
    """An HTTP response. `wire` is the body as received (chunking undone), `body` the same with content codings undone.

    `made_from` is the address of the feed where the page was cut out of its full text; then nothing was asked.
    `earlier` are the answers that led here: redirects, and those after which it was asked again. Of an answer that was
    not accepted only the beginning of `wire` is kept, and no `body`; `cut` says why it is not whole.
    """

    url: str
    final_url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    wire: bytes
    body: bytes
    fetched_at: datetime
    request_headers: tuple[tuple[str, str], ...] = ()
    made_from: str | None = None
    earlier: tuple["Response", ...] = ()
    cut: Cut | None = None

    def header(self, name: str) -> str | None:
        """The first value of a header, in any case; None where it is absent."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)

    @property
    def validators(self) -> Validators:
        return Validators(self.header("etag"), self.header("last-modified"))

    @property
    def is_unchanged(self) -> bool:
        return self.status == HTTPStatus.NOT_MODIFIED

    @property
    def digest(self) -> str:
        return "sha256:" + hashlib.sha256(self.body).hexdigest()


@dataclass(frozen=True, slots=True)
class Failure:
    """Something expected that went wrong with one address; `detail` never holds a credential.

    `answers` are what servers said before, in order: redirects, refusals, bodies that broke off. `unanswered` is the
    address and the headers of a last request that was sent and to which nothing was said.
    """

    url: str
    source_id: str | None
    stage: str
    reason: str
    detail: str = ""
    failed_at: datetime | None = None
    answers: tuple[Response, ...] = field(default=(), repr=False)
    unanswered: tuple[str, tuple[tuple[str, str], ...]] | None = field(default=None, repr=False)


Outcome = Response | Failure


def identifier(*parts: object) -> str:
    """A stable 16-hex-digit id of its parts."""
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Batch:
    """What a batch of pages gave: articles (ARTICLES without failures, and RELEVANCE's columns), their mentions, and
    the pages that gave none. `furniture` (FURNITURE) is all that is known of the hosts of its pages."""

    articles: pl.DataFrame
    entity_mentions: pl.DataFrame
    date_mentions: pl.DataFrame
    attributions: pl.DataFrame
    failures: tuple[Failure, ...] = ()
    furniture: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=FURNITURE))

    @property
    def relevant_ids(self) -> frozenset[str]:
        """Ids of the articles about Russia-DPRK relations."""
        return frozenset(self.articles.filter("is_relevant")["article_id"])

    def only(self, ids: frozenset[str]) -> "Batch":
        """The same with the rows of these articles, without failures."""
        own = pl.col("article_id").is_in(list(ids))
        return Batch(
            self.articles.filter(own),
            self.entity_mentions.filter(own),
            self.date_mentions.filter(own),
            self.attributions.filter(own),
        )


@dataclass(frozen=True, slots=True)
class Seen:
    """What is known of the hosts of a batch's pages: their FURNITURE, and the last articles stored of each
    (article_id, url, title, text)."""

    furniture: pl.DataFrame
    articles: pl.DataFrame


@dataclass(frozen=True, slots=True)
class Relations:
    """How relevant articles hang together: to which story each belongs, which events they report, what they count.

    `article_ids` are the articles that were related; what the tables held of them before is replaced. `story_articles`
    is STORY_ARTICLES, also of others whose place in a story has changed. `story_keys` is STORY_KEYS, `events` one row
    an event_id, `event_reports` EVENT_REPORTS with event_id, `claims` CLAIMS, `statements`
    STATEMENTS.
    """

    article_ids: frozenset[str]
    story_articles: pl.DataFrame
    story_keys: pl.DataFrame
    events: pl.DataFrame
    event_reports: pl.DataFrame
    claims: pl.DataFrame
    statements: pl.DataFrame
