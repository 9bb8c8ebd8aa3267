"""Every table and view of the published copy, as Parquet and CSV."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from flows.command import refuse, with_settings
from tasks import reader
from tasks.settings import Settings
from tasks.store import StoreError


@with_settings
def main(arguments: Sequence[str] | None = None) -> int:
    """`python -m flows.export [--to DIR]`; 2 where there is nothing to export."""
    settings = Settings()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--to", type=Path, default=settings.data / "export", metavar="DIR", help="where to write")
    chosen = parser.parse_args(arguments)
    try:
        names = reader.export(settings.published, chosen.to)
    except StoreError as error:
        return refuse(str(error))
    print(f"{len(names)} tables and views, each as .parquet and .csv, in {chosen.to}")  # noqa: T201
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
