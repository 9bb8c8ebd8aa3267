"""Do the data hold? Each file of sql/checks is one SELECT on the published copy, and any row of it is a violation."""

import re
from dataclasses import dataclass
from pathlib import Path

import polars as pl
from prefect import get_run_logger

from tasks import reader
from tasks.core.brief_model import CHECKS
from tasks.settings import Settings
from tasks.store import SQL
from tasks.verb import verb

HEAD = re.compile(r"--\s*(?:(floor|ceiling)\s*:)?\s*(.*)")
EXAMPLES = 20


@dataclass(frozen=True, slots=True)
class Check:
    """A check: a floor fails a run, a ceiling warns; `claim` is what should hold, in words."""

    name: str
    kind: str
    claim: str
    select: str


def read(directory: Path = SQL / "checks") -> list[Check]:
    """The checks of a directory, by name. The first line is `-- floor: claim` or `-- ceiling: claim`; one that says
    neither is a floor."""
    return [_read(path) for path in sorted(directory.glob("*.sql"))]


def _read(path: Path) -> Check:
    text = path.read_text(encoding="utf8").strip()
    head = HEAD.match(text)
    kind, claim = (head[1] or "floor", head[2]) if head else ("floor", "")
    return Check(path.stem, kind, claim, text.rstrip(";"))


@verb("check the data")
def check_data(settings: Settings) -> pl.DataFrame:
    """Run the checks on the published copy: brief_model.CHECKS, a row a check, and each violation in the log.

    Raises StoreError where nothing has been published, or where a check is no SELECT that DuckDB can run.
    """
    found = run(settings.published, read())
    for row in found.filter(pl.col("violations") > 0).iter_rows(named=True):
        get_run_logger().warning("%s %s: %d, such as %s", row["kind"], row["name"], row["violations"], row["example"])
    return found


def run(published: Path, checks: list[Check]) -> pl.DataFrame:
    """brief_model.CHECKS for these checks; `article_ids` are those of the first violations, where they have any."""
    frames = reader.read_several(published, {check.name: _bounded(check) for check in checks})
    rows = [_row(check, frames[check.name]) for check in checks]
    return pl.DataFrame(rows, schema=CHECKS, orient="row")


def violated(found: pl.DataFrame, kind: str) -> str:
    """The violated checks of a kind, as "reports_have_events 3, claims_have_values 1"; "" where all hold."""
    rows = found.filter((pl.col("kind") == kind) & (pl.col("violations") > 0))
    return ", ".join(f"{name} {number}" for name, number in rows.select("name", "violations").iter_rows())


def _bounded(check: Check) -> str:
    return f"SELECT count(*) OVER () AS violations, found.* FROM (\n{check.select}\n) found LIMIT {EXAMPLES}"  # noqa: S608  a file of ours


def _row(check: Check, found: pl.DataFrame) -> tuple[object, ...]:
    ids = (
        found["article_id"].cast(pl.String).drop_nulls().unique(maintain_order=True).to_list()
        if "article_id" in found.columns
        else []
    )
    first = next(found.drop("violations").iter_rows(named=True), {})
    example = ", ".join(f"{name} {value}" for name, value in first.items())
    return check.name, check.kind, check.claim, 0 if found.is_empty() else found["violations"][0], example[:300], ids
