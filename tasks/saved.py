"""Pages that are already on disk: saved files with an index, and WARC files of others."""

import gzip
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from tasks.core import urls, warc
from tasks.core.coding import CodingError, decode
from tasks.core.ledger import Asked
from tasks.core.records import Candidate, Failure, Outcome, Response, Source
from tasks.core.sources import Sites, owner, sites

STAGE = "backfill"
PATH_KEYS, DATE_KEYS = ("path", "html_path"), ("fetched_at", "crawl_date", "date")
PAGES = frozenset({200, 203})
MAX_PAGE_BYTES = 100_000_000


class IndexFileError(ValueError):
    """An index of saved pages cannot be used; the message is one line that names the file, the line and the key."""


def pages(directory: Path, indexes: Sequence[Path], sources: Sequence[Source], now: datetime) -> Iterator[Asked]:
    """The pages that JSON Lines indexes name, in order, each file once.

    A line gives `path` (or html_path; .html or .html.gz below `directory`), and where known `url` and `fetched_at` (or
    crawl_date, date). A page without an address gets one on `backfill.invalid`; one without a date was received `now`.
    A file that cannot be read is a Failure. Raises IndexFileError for an index that cannot be read.
    """
    known, seen = sites(sources), set()
    for line, where in _lines(indexes):
        path = next((str(line[key]) for key in PATH_KEYS if line.get(key)), None)
        if path is None:
            raise IndexFileError(f"{where}: key 'path' is missing")
        if path not in seen:
            seen.add(path)
            url = urls.clean(line.get("url") or "") or f"https://backfill.invalid/{quote(path)}"
            yield _asked(url, _read(directory / path, url, _date(line, now)), known)


def count(indexes: Sequence[Path]) -> int:
    """How many pages JSON Lines indexes name. Raises IndexFileError for one that cannot be read."""
    return sum(1 for _ in _lines(indexes))


def warc_file(path: Path, sources: Sequence[Source], now: datetime) -> Iterator[Asked]:
    """The successful HTML responses of a WARC file, in order; damage ends it with a Failure."""
    known = sites(sources)
    try:
        for response in read_file(path):
            if response.status in PAGES and "html" in (response.header("content-type") or "html"):
                yield _asked(response.url, response, known)
    except (OSError, EOFError, ValueError) as error:
        at = Failure(path.name, None, STAGE, "damaged_archive", f"{path.name}: {error}"[:300], now)
        yield Asked(None, STAGE, path.name, at)


def read_file(path: Path) -> Iterator[Response]:
    """The HTTP responses of any WARC file, in order, content codings undone; other records are passed over.

    Raises OSError or ValueError at damage or at a torn last record, after the records before it.
    """
    with path.open("rb") as file:
        if file.peek(2)[:2] != warc.GZIP_MAGIC:
            yield from warc.responses(file)
            return
        for member in warc.members(file):
            yield from warc.responses(io.BytesIO(member.content))


def _asked(url: str, outcome: Outcome, known: Sites) -> Asked:
    source_id = owner(url, known)
    return Asked(source_id, STAGE, url, outcome, Candidate(url, source_id or ""))


def _lines(indexes: Sequence[Path]) -> Iterator[tuple[dict[str, Any], str]]:
    for index in indexes:
        try:
            with index.open(encoding="utf8") as file:
                for number, text in enumerate(file, 1):
                    if text.strip():
                        yield _object(text, f"{index.name}: line {number}"), f"{index.name}: line {number}"
        except (OSError, UnicodeDecodeError) as error:
            raise IndexFileError(f"{index}: cannot be read ({type(error).__name__})") from None


def _object(text: str, where: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise IndexFileError(f"{where}: not a JSON object")
    return found


def _date(line: Mapping[str, Any], now: datetime) -> datetime:
    for key in DATE_KEYS:
        try:
            found = datetime.fromisoformat(str(line.get(key) or ""))
        except ValueError:
            continue
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    return now


def _read(path: Path, url: str, at: datetime) -> Outcome:
    try:
        body = path.read_bytes()
        if path.suffix == ".gz":
            body = decode(body, "gzip", MAX_PAGE_BYTES)
    except (OSError, gzip.BadGzipFile) as error:
        return Failure(url, None, STAGE, "not_found", type(error).__name__, at)
    except CodingError as error:
        return Failure(url, None, STAGE, error.reason, str(error), at)
    return Response(url, url, 200, (("Content-Type", "text/html"),), body, body, at)
