"""An interactive client on the published copy: the DuckDB command line or harlequin, else a prompt of our own."""

import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

PROMPT = "tumen> "
OPTIONS = {
    "duckdb": ("-readonly", "-cmd", "SET TimeZone = 'UTC'"),
    "harlequin": ("--read-only",),
}
HINT = "A ready question: make sql Q=12, or .read sql/questions/12_two_capitals.sql in the DuckDB client."
ENDS = (".quit", ".exit", "quit", "exit")


def command(published: Path, places: str) -> list[str] | None:
    """The command line of the first client that one of the places (as in PATH) has; it opens the copy for reading
    only. None where there is no client."""
    for name, options in OPTIONS.items():
        if program := shutil.which(name, path=places):
            return [program, *options, str(published)]
    return None


def places() -> str:
    """Where clients are looked for: beside this Python, then as PATH says."""
    return os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))


def open_client(published: Path, answer: Callable[[str], str], places: str) -> int:
    """Hand the terminal to a client, which takes the place of this process; else ask at a prompt until Ctrl-D.

    `answer` gives the text that answers what was asked, or why it cannot be answered.
    """
    if words := command(published, places):
        print(f"{HINT}\nThis is {Path(words[0]).name}, reading only.", flush=True)  # noqa: T201
        os.execv(words[0], words)  # noqa: S606  the client is given a list, no shell
    print("A view, a question's number, or SQL that ends with ;   Ctrl-D ends.")  # noqa: T201
    for asked in statements(_typed()):
        print(answer(asked), flush=True)  # noqa: T201
    return 0


def statements(lines: Iterable[str]) -> Iterator[str]:
    """What is asked: a line of one word, or all lines up to one that ends with a semicolon; nothing after `.quit`."""
    parts: list[str] = []
    for line in lines:
        if not parts and line.strip() in ENDS:
            return
        parts += [line] if line.strip() else []
        if parts and (line.rstrip().endswith(";") or (len(parts) == 1 and len(line.split()) == 1)):
            yield "\n".join(parts).strip().removesuffix(";").strip()
            parts = []


def _typed() -> Iterator[str]:
    with suppress(ImportError):
        import readline  # noqa: F401  gives input() editing and a history
    with suppress(EOFError, KeyboardInterrupt):
        while True:
            yield input(PROMPT)
