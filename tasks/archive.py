"""Everything asked and answered into WARC files before anything is made of it, and back out again by its place."""

import io
import os
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

import polars as pl

from tasks.core import warc
from tasks.core.coding import CodingError
from tasks.core.ledger import Asked, Place, candidate_of, is_known
from tasks.core.records import FETCHES, Failure, Response
from tasks.verb import verb

MAX_FILE_BYTES = 1_000_000_000
PLACE = ("archive_file", "archive_offset", "archive_length")


class ArchiveError(RuntimeError):
    """A record that is not where the index says, or is damaged; the message names file and offset."""


def write(
    asked: Sequence[Asked],
    fetches: pl.DataFrame,
    digests: frozenset[tuple[str, str]],
    directory: Path,
    label: str,
    now: datetime,
    max_bytes: int = MAX_FILE_BYTES,
) -> pl.DataFrame:
    """Write requests, answers and failures; FETCHES (one row a request, in order) with the place of the last answer.

    A body that `digests` (url, digest) knows is a revisit record and has no place. A file has the suffix `.open` until
    all of it is on disk; its name is made of the time and the label, never of an address; beyond `max_bytes` the next
    one begins. An empty batch writes nothing.
    """
    places: list[Place | None] = []
    rows = iter(fetches.drop(PLACE).iter_rows(named=True))
    left = list(asked)
    for number in range(len(left)):
        if not left:
            break
        name = f"{now.astimezone(UTC):%Y/%m/tumen-%Y%m%dT%H%M%S%fZ}-{label}-{number:02}.warc.gz"
        with _unfinished(directory / name) as file:
            file.write(warc.info_record(now))
            while left and file.tell() < max_bytes:
                places.append(_append(file, name, left.pop(0), next(rows), digests))
    found = [(place.file, place.offset, place.length) if place else (None, None, None) for place in places]
    return fetches.drop(PLACE).hstack(pl.DataFrame(found, schema={n: FETCHES[n] for n in PLACE}, orient="row"))


archive = verb("archive", name="archive")(write)


def read(directory: Path, place: Place, url: str) -> Response:
    """The response that lies at a place, as it was received from `url`.

    Raises ArchiveError where the file is missing, shorter, damaged, or holds something else there.
    """
    where = f"{place.file} at byte {place.offset}"
    try:
        with (directory / place.file).open("rb") as file:
            file.seek(place.offset)
            member = file.read(place.length)
        (content,) = [m.content for m in warc.members(io.BytesIO(member))]
        (found,) = warc.responses(io.BytesIO(content))
    except CodingError:
        raise
    except (OSError, EOFError, ValueError) as error:
        raise ArchiveError(f"{where}: {error}") from error
    return replace(found, url=url)


def read_back(directory: Path, rows: pl.DataFrame) -> tuple[list[Asked], list[Failure]]:
    """The archived responses of FETCHES rows, in their order, and those that cannot be read any more."""
    asked, lost = [], []
    for row in rows.iter_rows(named=True):
        place = Place(row["archive_file"], row["archive_offset"], row["archive_length"])
        try:
            response = read(directory, place, row["url"])
        except (ArchiveError, CodingError) as error:
            detail, at = str(error)[:300], row["fetched_at"]
            lost.append(Failure(row["url"], row["source_id"], "archive", "damaged_archive", detail, at))
            continue
        received = replace(response, fetched_at=row["fetched_at"])
        asked.append(Asked(row["source_id"], row["stage"], row["url"], received, candidate_of(row)))
    return asked, lost


def recover(directory: Path, others: Collection[str]) -> list[str]:
    """Finish the files that a killed run left open: what is torn at the end is cut off; their names.

    The files of `others`, the ids of runs that live or have loaded all they wrote, are left alone.
    """
    names = []
    for path in _of_none(directory, "*.warc.gz.open", others):
        touched = path.stat().st_mtime
        with path.open("rb+") as file:
            try:
                whole = sum(member.length for member in warc.members(file))
            except warc.DamageError as damage:
                whole = damage.offset
            file.truncate(whole)
            os.fsync(file.fileno())
        os.utime(path, (touched, touched))
        path.rename(path.with_suffix(""))
        names.append(str(path.with_suffix("").relative_to(directory)))
    return names


def unindexed(directory: Path, indexed: frozenset[str], others: Collection[str]) -> list[str]:
    """The finished files that no row of `fetches` names, and that none of the runs `others` wrote."""
    names = (str(path.relative_to(directory)) for path in _of_none(directory, "*.warc.gz", others))
    return [name for name in names if name not in indexed]


def mark(run_id: str, batch: str) -> str:
    """What a file's name says of whose it is: the last part of the id, since the first is only a time."""
    return f"{run_id.rpartition('-')[2]}-{batch}"


def index(directory: Path, name: str) -> pl.DataFrame:
    """FETCHES of a file, from the rows that it holds beside its answers, in order, up to the first damage."""
    rows, places = [], dict[str, Place]()
    with (directory / name).open("rb") as file:
        try:
            for member in warc.members(file):
                record_id, row, beside = warc.row_of(member.content)
                places[record_id] = Place(name, member.offset, member.length)
                if row:
                    has_body = row.pop("has_body", False)
                    rows.append(row | _place(places.get(beside or "") if has_body else None))
        except ValueError:
            pass  # what lies before the damage is whole
    return _typed(rows)


def _of_none(directory: Path, pattern: str, runs: Collection[str]) -> list[Path]:
    marks = {mark(run_id, "") for run_id in runs}
    return [path for path in sorted(directory.rglob(pattern)) if f"{path.name.split('-')[2]}-" not in marks]


def _typed(rows: list[dict[str, Any]]) -> pl.DataFrame:
    text = {name: pl.String() if kind == pl.Datetime else kind for name, kind in FETCHES.items()}
    instants = [name for name, kind in FETCHES.items() if kind == pl.Datetime]
    read = (pl.col(name).str.to_datetime(time_unit="us", time_zone="UTC") for name in instants)
    return pl.DataFrame(rows, schema=text).with_columns(read)


def _append(
    file: IO[bytes], name: str, a: Asked, row: dict[str, Any], digests: frozenset[tuple[str, str]]
) -> Place | None:
    place, answer_id = None, None
    for answer in a.answers:
        known = answer is a.outcome and is_known(a, digests)
        record, request, answer_id = warc.answer_records(answer, is_known=known)
        place = None if known or answer.is_unchanged else Place(name, file.tell(), len(record))
        file.write(record)
        file.write(request)
    if isinstance(a.outcome, Failure) and a.outcome.unanswered:
        file.write(warc.request_record(*a.outcome.unanswered, row["fetched_at"], None))
    file.write(warc.row_record(row | {"has_body": place is not None}, answer_id))
    return place


@contextmanager
def _unfinished(path: Path) -> Iterator[IO[bytes]]:
    """The file under a temporary name; under its own when all of it is on disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(path.name + ".open")
    with unfinished.open("xb") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())
    unfinished.rename(path)
    _sync_directory(path.parent)


def _sync_directory(directory: Path) -> None:
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _place(place: Place | None) -> dict[str, Any]:
    values = (place.file, place.offset, place.length) if place else (None, None, None)
    return dict(zip(PLACE, values, strict=True))
