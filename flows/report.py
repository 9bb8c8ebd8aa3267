"""The weekly brief: checks > brief. Reads the published copy, writes data/report.html and data/report.md."""

import argparse
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from flows import command
from tasks import report as verbs
from tasks import runs
from tasks.checks import check_data, violated
from tasks.settings import Settings


@flow(name="report", flow_run_name=lambda: runs.name("report", "week"))
def report(day: date | None = None) -> State[None]:
    """Check the data, then write the brief; a violated floor fails the run, but not before the brief tells of it.

    Args:
        day: a day of the week to report; yesterday where it is left out.
    """
    settings, now = Settings(), datetime.now(UTC)
    checked = check_data(settings)
    made = verbs.compose(settings, checked, day or (now - timedelta(days=1)).date(), now)
    page = verbs.write(settings, made)
    verbs.show(made, page)
    floors, ceilings = violated(checked, "floor"), violated(checked, "ceiling")
    if floors:
        return Failed(message=f"floors violated: {floors}; written nevertheless: {page.name}")
    if ceilings:
        return Completed(name="Warned", message=f"{made.heading}; ceilings violated: {ceilings}")
    return Completed(message=f"{made.heading}: {page.name}")


@command.with_settings
def main(arguments: Sequence[str] | None = None) -> int:
    """`python -m flows.report [--day 2026-11-24]`; 0 where it was written and no floor is violated."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--day", type=date.fromisoformat, help="a day of the week to report (yesterday)")
    chosen: dict[str, Any] = vars(parser.parse_args(arguments))
    page = Settings().data / "report.html"
    return command.run(lambda: report(**chosen, return_state=True), show=lambda: f"{page} and {page.stem}.md")


if __name__ == "__main__":
    raise SystemExit(main())
