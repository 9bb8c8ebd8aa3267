"""sources.toml -> Source records, or one line that names the file, the block and the key."""

import re
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, get_args
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from lxml import etree

from tasks.core.records import Discovery, DiscoveryKind, FullText, Layout, Side, Source, SourceKind
from tasks.core.urls import host_of

REQUIRED = ("id", "name", "url", "language", "country", "kind", "side", "timezone", "discovery")
OPTIONAL: dict[str, type | tuple[type, ...]] = {
    "group": str,
    "min_delay_seconds": (int, float),
    "max_articles": int,
    "full_text": str,
    "note": str,
    "founded": date,
    "layouts": list,
}

Sites = Mapping[str, tuple[tuple[str, str], ...]]


class SourcesError(ValueError):
    """sources.toml cannot be used; the message is one line that names the file, the block and the key."""


def parse(text: str, file: str = "sources.toml") -> tuple[Source, ...]:
    """The sources of a sources.toml, in its order.

    Raises SourcesError for invalid TOML, an unknown, missing or malformed key, or an id used twice.
    """
    try:
        blocks = tomllib.loads(text).get("source", [])
    except tomllib.TOMLDecodeError as error:
        raise SourcesError(f"{file}: not valid TOML: {error}") from None
    if not isinstance(blocks, list) or not blocks:
        raise SourcesError(f"{file}: no [[source]] block")
    sources = tuple(_source(block, f"{file}: [[source]] {_label(block, n)}") for n, block in enumerate(blocks, 1))
    for source_id, count in Counter(source.source_id for source in sources).items():
        if count > 1:
            raise SourcesError(f"{file}: [[source]] {source_id}: key 'id' is used {count} times")
    return sources


def read(path: Path) -> tuple[Source, ...]:
    """The sources of a file. Raises SourcesError also where there is none."""
    try:
        return parse(path.read_text(encoding="utf8"), path.name)
    except (OSError, UnicodeDecodeError) as error:
        reason = "no such file" if isinstance(error, FileNotFoundError) else "cannot be read"
        raise SourcesError(f"{path}: {reason}") from None


def choose(sources: Sequence[Source], group: str | None = None, only: Sequence[str] | None = None) -> list[Source]:
    """The sources of a group, or those with the ids in `only`, in order; all where both are None.

    Raises SourcesError where a group or an id is unknown.
    """
    ids, groups = {source.source_id for source in sources}, {source.group for source in sources}
    unknown = sorted(set(only or ()) - ids) or ([group] if group and group not in groups and not only else [])
    if unknown:
        raise SourcesError(f"no such {'source' if only else 'group'} in sources.toml: {', '.join(unknown)}")
    if only:
        return [source for source in sources if source.source_id in only]
    return [source for source in sources if group in (None, source.group)]


def sites(sources: Sequence[Source]) -> Sites:
    """For each host, without www, the sources that are on it: the path of each one's address and its id, the longest
    first."""
    found: dict[str, list[tuple[str, str]]] = {}
    for source in sources:
        found.setdefault(_site(source.url), []).append((urlsplit(source.url).path.rstrip("/"), source.source_id))
    return {host: tuple(sorted(own, key=lambda pair: -len(pair[0]))) for host, own in found.items()}


def owner(url: str, sites: Sites) -> str | None:
    """The source on whose site an address lies; of several on one host, the one whose own address leads furthest to it.

    None where it lies on no source's site.
    """
    own = sites.get(_site(url), ())
    if len(own) == 1:
        return own[0][1]
    path = urlsplit(url).path if own else ""
    return next((source_id for start, source_id in own if path == start or path.startswith(start + "/")), None)


def _site(url: str) -> str:
    return host_of(url).removeprefix("www.")


def local_zone(source: Source) -> ZoneInfo:
    """The time zone in which the source's calendar days are counted."""
    return ZoneInfo(source.timezone)


def _label(block: dict[str, Any], number: int) -> str:
    return str(block.get("id") or f"number {number}")


def _source(block: dict[str, Any], where: str) -> Source:
    for key in sorted(set(block) - set(REQUIRED) - set(OPTIONAL)):
        raise SourcesError(f"{where}: key '{key}' is unknown")
    for key in REQUIRED:
        if key not in block:
            raise SourcesError(f"{where}: key '{key}' is missing")
    for key, kind in OPTIONAL.items():
        _check(where, key, isinstance(block.get(key, _example(kind)), kind), "has the wrong type")
    for key in REQUIRED[:-1]:
        _check(where, key, isinstance(block[key], str) and block[key].strip() != "", "must be a non-empty text")
    _check(where, "id", re.fullmatch(r"[a-z0-9_]+", block["id"]) is not None, "may hold a-z, 0-9 and _ only")
    _check(where, "url", _is_web(block["url"]), "must be an http or https address")
    _check(where, "language", re.fullmatch(r"[a-z]{2}", block["language"]) is not None, "must be two letters, as 'ko'")
    _check(where, "country", re.fullmatch(r"[A-Z]{2}", block["country"]) is not None, "must be two letters, as 'KR'")
    _check(where, "kind", block["kind"] in get_args(SourceKind), f"must be one of {', '.join(get_args(SourceKind))}")
    _check(where, "side", block["side"] in get_args(Side), f"must be one of {', '.join(get_args(Side))}")
    _check(where, "timezone", block["timezone"] in available_timezones(), "must be an IANA zone, as 'Asia/Seoul'")
    _check(where, "founded", not isinstance(block.get("founded"), datetime), "must be a day, as 1946-12-05")
    _check(where, "min_delay_seconds", block.get("min_delay_seconds", 0) >= 0, "must not be negative")
    texts_from = get_args(FullText)
    _check(where, "full_text", block.get("full_text", "page") in texts_from, f"must be one of {', '.join(texts_from)}")
    options = {key: block[key] for key in OPTIONAL if key in block}
    options["layouts"] = _layouts(block.get("layouts", []), where)
    texts = {key: block[key] for key in REQUIRED[1:-1]}
    return Source(source_id=block["id"], discovery=_discovery(block["discovery"], where), **texts, **options)


def _example(kind: type | tuple[type, ...]) -> Any:
    """A value of the kind, to stand for an absent optional key."""
    first = kind[0] if isinstance(kind, tuple) else kind
    return date.min if first is date else first()


def _check(where: str, key: str, holds: bool, complaint: str) -> None:
    if not holds:
        raise SourcesError(f"{where}: key '{key}' {complaint}")


def _is_web(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def _discovery(places: Any, where: str) -> tuple[Discovery, ...]:
    _check(where, "discovery", isinstance(places, list) and len(places) > 0, "must list at least one place")
    return tuple(_place(place, where) for place in places)


def _place(place: Any, where: str) -> Discovery:
    known = {"kind", "url", "link_pattern", "xpath", "query"}
    _check(where, "discovery", isinstance(place, dict) and {"kind", "url"} <= set(place) <= known, "needs kind and url")
    _check(where, "discovery.kind", place["kind"] in get_args(DiscoveryKind), f"is unknown: {place['kind']}")
    _check(where, "discovery.url", _is_web(str(place["url"])), "must be an http or https address")
    pattern, xpath, query = (place.get(key) for key in ("link_pattern", "xpath", "query"))
    has_links = place["kind"] != "listing" or bool(pattern or xpath)
    _check(where, "discovery.link_pattern", has_links, "is needed for a listing, or an xpath")
    _check(where, "discovery.link_pattern", pattern is None or _compiles(pattern), "is no regular expression")
    _check(where, "discovery.xpath", xpath is None or _is_xpath(xpath), "is no XPath expression")
    has_query = isinstance(query, str) and bool(query.strip())
    _check(where, "discovery.query", has_query == (place["kind"] == "gdelt"), "is needed for gdelt, and only there")
    return Discovery(place["kind"], place["url"], pattern, xpath, query)


def _layouts(blocks: list[Any], where: str) -> tuple[Layout, ...]:
    """The layouts in the order in which they ended, the one that holds until further notice last."""
    found = sorted((_layout(block, where) for block in blocks), key=lambda one: one.valid_until or date.max)
    days = [layout.valid_until for layout in found]
    _check(where, "layouts.valid_until", len(days) == len(set(days)), "must differ; one layout may leave it out")
    return tuple(found)


def _layout(block: Any, where: str) -> Layout:
    known, chosen = {"content", "published", "valid_until"}, {"content", "published"}
    is_known = isinstance(block, dict) and set(block) <= known and bool(set(block) & chosen)
    _check(where, "layouts", is_known, "needs content or published, and may have valid_until")
    for key in sorted(set(block) & chosen):
        _check(where, f"layouts.{key}", _is_xpath(block[key]), "is no XPath expression")
    until = block.get("valid_until")
    is_day = until is None or (isinstance(until, date) and not isinstance(until, datetime))
    _check(where, "layouts.valid_until", is_day, "must be a day, as 2025-03-31")
    return Layout(block.get("content"), block.get("published"), until)


def _compiles(pattern: str) -> bool:
    try:
        re.compile(pattern)
    except (re.error, TypeError):
        return False
    return True


def _is_xpath(expression: object) -> bool:
    try:
        etree.XPath(expression if isinstance(expression, str) else "")
    except etree.XPathSyntaxError:
        return False
    return True
