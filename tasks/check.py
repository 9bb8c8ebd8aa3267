"""How is a source? One task run a source, made of what it answered; nothing is written to any table."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from prefect.artifacts import acreate_markdown_artifact, acreate_table_artifact

from tasks.core import articles, ledger
from tasks.core.health import Health, Observation, Page, classify, is_challenge
from tasks.core.ledger import Asked
from tasks.core.records import Candidate, Failure, Response, Source
from tasks.core.revisit import NO_VALIDATORS, Past, Request
from tasks.verb import verb

SAMPLE = 3


@dataclass(frozen=True, slots=True)
class Checkup:
    """A source's state, and what was seen of it: documents asked, articles announced, pages asked and read."""

    source: Source
    health: Health
    documents: int
    announced: int
    pages: int
    articles: int
    newest_at: datetime | None

    def row(self) -> dict[str, str | int]:
        """One row of the table."""
        newest = f"{self.newest_at:%Y-%m-%d %H:%M}" if self.newest_at else ""
        counts = {
            "documents": self.documents,
            "announced": self.announced,
            "pages": self.pages,
            "articles": self.articles,
        }
        state = {"source_id": self.source.source_id, "state": self.health.state.upper(), "reason": self.health.reason}
        return state | counts | {"newest": newest}


def unconditional(past: Past) -> Past:
    """The same without validators, so that documents answer with all they have."""
    documents = {url: replace(polled, validators=NO_VALIDATORS) for url, polled in past.documents.items()}
    return Past(documents, past.announced)


def sample(candidates: Sequence[Candidate]) -> list[Request]:
    """The first few articles that are announced."""
    return [Request(candidate) for candidate in candidates[:SAMPLE]]


@verb("check {source.source_id}")
def check(
    source: Source,
    candidates: Sequence[Candidate],
    documents: Sequence[Asked],
    failures: Sequence[Failure],
    pages: Sequence[Asked],
    known_new_at: datetime | None = None,
) -> Checkup:
    """Judge a source by its discovery documents, what was wrong with their contents, and a few of its article pages.

    `known_new_at` is when something of the source was last new to us, for places that announce no dates.
    """
    now = datetime.now(UTC)
    unreadable = {failure.url: failure.reason for failure in failures if failure.reason != "gap"}
    published = tuple(c.published_at for c in candidates if c.published_at)
    seen = Observation(
        places=tuple(_reason(a, unreadable) for a in documents),
        pages=tuple(_pages(pages)),
        announced=len(candidates),
        published=published,
        known_new_at=known_new_at,
        has_gap=any(failure.reason == "gap" for failure in failures),
    )
    read = sum(page.text is not None for page in seen.pages)
    newest = max(published, default=known_new_at)
    return Checkup(source, classify(seen, now), len(documents), len(candidates), len(pages), read, newest)


def message(checkups: Sequence[Checkup]) -> str:
    """The states counted, in one line: "40 alive, 2 blocked, 1 dead"."""
    counts = Counter(checkup.health.state for checkup in checkups)
    return ", ".join(f"{count} {state}" for state, count in counts.most_common()) or "no sources"


async def show(name: str, checkups: Sequence[Checkup]) -> None:
    """Put the table and its summary into the UI."""
    line = message(checkups)
    trouble = [c for c in checkups if c.health.state != "alive"]
    lines = [f"- **{c.source.source_id}**: {c.health.state.upper()} {c.health.reason}".rstrip() for c in trouble]
    text = "\n".join([f"# {name}\n\n{line}\n", *(lines or ["All sources are alive."])])
    await acreate_table_artifact([c.row() for c in checkups], key="check-sources", description=f"**{line}**")
    await acreate_markdown_artifact(text, key="check-summary", description=line)


def _reason(a: Asked, unreadable: dict[str, str]) -> str | None:
    if isinstance(a.outcome, Failure):
        return a.outcome.reason
    if a.url not in unreadable:
        return None
    return "challenge" if is_challenge(a.outcome.body) else unreadable[a.url]


def _pages(asked: Sequence[Asked]) -> list[Page]:
    texts = {row["url"]: row["text"] for row in articles.extract(ledger.pages(asked)).iter_rows(named=True)}
    return [_page(a, texts.get(a.url)) for a in asked]


def _page(a: Asked, text: str | None) -> Page:
    if not isinstance(a.outcome, Response):
        return Page(failure=a.outcome.reason)
    has_challenge = is_challenge(a.outcome.body)
    return Page(failure="challenge") if has_challenge else Page(text=text or None)
