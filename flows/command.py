"""A flow run from the command line: its table printed, and a plain line where it cannot run."""

import asyncio
import os
import sys
from collections.abc import Callable
from functools import wraps
from inspect import isawaitable
from typing import Any, TypeVar, cast

import polars as pl
from pydantic import ValidationError
from pydantic_settings import SettingsError

from tasks.core import sources
from tasks.core.sources import SourcesError
from tasks.core.window import WindowError
from tasks.saved import IndexFileError
from tasks.settings import Settings
from tasks.store import Store, StoreError

UNUSABLE = (SourcesError, StoreError, IndexFileError, WindowError)


Main = TypeVar("Main", bound=Callable[..., int])


def with_settings(main: Main) -> Main:
    """A command that refuses in one line where a `TUMEN_*` variable is malformed, or is no setting at all."""

    @wraps(main)
    def checked(*arguments: Any) -> int:
        if unknown := _unknown():
            return refuse(f"settings: there is no {', '.join(unknown)}; tasks/settings.py lists them")
        try:
            Settings()
        except ValidationError as error:
            return refuse(f"settings: {error.errors()[0]['loc'][0]}: {error.errors()[0]['msg']}")
        except SettingsError as error:
            return refuse(f"settings: {error}: {error.__cause__}")
        return main(*arguments)

    return cast(Main, checked)


def _unknown() -> list[str]:
    names = {f"TUMEN_{name.upper()}" for name in Settings.model_fields}
    return sorted(name for name in os.environ if name.upper().startswith("TUMEN_") and name.upper() not in names)


def run(start: Callable[[], Any], show: Callable[[], str]) -> int:
    """Run a flow to its state and print what `show` gives; 0 where it completed, 1 where it failed, 2 where the
    sources or the DuckDB file cannot be used (one line on standard error says why)."""
    try:
        sources.read(Settings().sources)
        state = asyncio.run(_finished(start))
    except SourcesError as error:
        return refuse(str(error))
    if not state.is_completed():
        problem = state.data if isinstance(state.data, BaseException) else state.result(raise_on_failure=False)
        _forget_frames(problem)
        if isinstance(problem, UNUSABLE):
            return refuse(str(problem))
        if isinstance(problem, OSError) and problem.filename:
            return refuse(f"{problem.filename}: {problem.strerror}")
        return refuse(state.message or "the run failed", code=1)
    print(show())  # noqa: T201  this is the command's output
    return 0


def _forget_frames(problem: BaseException | None) -> None:
    """Let go of what the failed calls held: DuckDB tells of what is open at the end as leaks, in forty lines."""
    while isinstance(problem, BaseException):
        problem.__traceback__ = None
        problem = problem.__cause__ or problem.__context__


def last_run() -> str:
    """The newest run of the working file as a table: a row a source, then its message."""
    with Store(Settings().working) as store:
        rows = store.read(
            "SELECT source_id, found, skipped, new, unchanged, fetched, failed, extracted, relevant, loaded, updated, "
            "reasons "
            "FROM run_sources SEMI JOIN (FROM runs ORDER BY started_at DESC LIMIT 1) USING (run_id) ORDER BY source_id"
        )
        message = store.read("SELECT name || ': ' || message FROM runs ORDER BY started_at DESC LIMIT 1").item()
    with pl.Config(tbl_rows=-1, tbl_cols=-1, tbl_width_chars=160, fmt_str_lengths=60, tbl_hide_dataframe_shape=True):
        return f"{rows}\n{message}"


async def _finished(start: Callable[[], Any]) -> Any:
    outcome = start()
    return await outcome if isawaitable(outcome) else outcome


def refuse(line: str, code: int = 2) -> int:
    """Say on standard error, in one line, why a command cannot do its work; the exit status to return."""
    print(f"tumen: {line}", file=sys.stderr)  # noqa: T201
    return code
