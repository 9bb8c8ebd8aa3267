"""The invented world: which outlets there are, and what each has published on a newsroom day."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

HERE = Path(__file__).parent
FIRST_DAY = datetime(2025, 12, 28, 16, tzinfo=UTC)  # newsroom day 0; the articles of day 1 are dated 29 December


@dataclass(frozen=True, slots=True)
class Outlet:
    """An outlet as its block in outlets.toml describes it; the keys are explained there."""

    id: str
    host: str
    name: str
    language: str
    country: str
    side: str
    zone: str
    discovery: tuple[str, ...]
    template: str
    path: str
    date_line: str
    metadata: str
    compression: str
    validators: str
    inserts: tuple[str, ...]
    menu: tuple[str, ...]
    sidebar: tuple[str, ...]
    words: Mapping[str, str]
    kind: str = "paper"
    encoding: str = "utf-8"
    charset: str = "header"
    meta_charset: str = ""
    framing: str = "length"
    robots: str | None = None
    guid: str = "permalink"
    zone_name: str = ""
    tracking: str = ""
    latest: bool = False


@dataclass(frozen=True, slots=True)
class Labels:
    """What is true of an article by construction; `dates` are (surface, first day, last day)."""

    relevant: bool
    events: tuple[str, ...] = ()
    story: str = ""
    relation: str = ""
    cites: tuple[str, ...] = ()
    entities: tuple[str, ...] = ()
    dates: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Article:
    """An article as it stands on some day; `text` has its paragraphs separated by blank lines, `tail` apart."""

    outlet: Outlet
    slug: str
    day: int
    published: datetime
    section: str
    author: str
    title: str
    text: str
    tail: str
    copy_of: str
    labels: Labels
    modified: datetime | None = None
    edit: Mapping[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        local = self.published.astimezone(ZoneInfo(self.outlet.zone))
        path = self.outlet.path.format(section=self.section, slug=self.slug, published=local)
        return f"http://{self.outlet.host}{quote(path, safe='/?=&%')}"

    @property
    def touched(self) -> datetime:
        """When the article last changed."""
        return self.modified or self.published


@dataclass(frozen=True, slots=True)
class World:
    """All outlets by id, and every article as first published, in the order of the files."""

    outlets: Mapping[str, Outlet]
    articles: tuple[Article, ...]

    def on(self, day: int) -> tuple[Article, ...]:
        """Every article that is out on a newsroom day, as it stands then, newest first."""
        out = (_edited(article) if day else article for article in self.articles if article.day <= day)
        return tuple(sorted(out, key=lambda article: (article.published, article.slug), reverse=True))

    def of(self, outlet_id: str, day: int) -> tuple[Article, ...]:
        """`on(day)` of one outlet."""
        return tuple(article for article in self.on(day) if article.outlet.id == outlet_id)

    def changed(self) -> tuple[Article, ...]:
        """What day 1 brings: articles that are new, and those that were edited."""
        return tuple(article for article in self.on(1) if article.day == 1 or article.edit)


@cache
def load(directory: Path = HERE) -> World:
    """The world of outlets.toml and articles/*.toml.

    Raises KeyError where an article names an outlet or an original that does not exist.
    """
    blocks = _toml(directory / "outlets.toml")["outlet"]
    outlets = {block["id"]: Outlet(**{key: _frozen(value) for key, value in block.items()}) for block in blocks}
    files = sorted((directory / "articles").glob("*.toml"))
    rows = [row for file in files for row in _toml(file)["article"]]
    originals = {row["slug"]: row for row in rows}
    return World(outlets, tuple(_article(row, originals, outlets) for row in rows))


def _toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8"))


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _article(row: dict[str, Any], originals: dict[str, dict[str, Any]], outlets: dict[str, Outlet]) -> Article:
    text = row["text"] if not row.get("copy_of") else originals[row["copy_of"]]["text"]
    names = ("events", "story", "relation", "cites", "entities")
    labels = {name: _frozen(row[name]) for name in names if name in row}
    dates = tuple((surface, start, end) for surface, start, end in row.get("dates", ()))
    return Article(
        outlet=outlets[row["source"]],
        published=datetime.fromisoformat(row["published"]),
        text=text.strip(),
        tail=row.get("tail", ""),
        copy_of=row.get("copy_of", ""),
        labels=Labels(row["relevant"], dates=dates, **labels),
        edit=row.get("edit", {}),
        **{name: row[name] for name in ("slug", "day", "section", "author", "title")},
    )


def _edited(article: Article) -> Article:
    if not article.edit:
        return article
    minutes = sum(article.slug.encode()) % 600
    stamp = article.edit.get("modified")
    modified = datetime.fromisoformat(stamp) if stamp else FIRST_DAY + timedelta(hours=9, minutes=minutes)
    title, text = article.edit.get("title", article.title), article.edit.get("text", article.text)
    return replace(article, title=title, text=text.strip(), modified=modified)


def paragraphs(article: Article) -> Iterator[str]:
    """The paragraphs of the text, the source line at its end among them."""
    yield from (part.strip() for part in article.text.split("\n\n") if part.strip())
    if article.tail:
        yield article.tail
