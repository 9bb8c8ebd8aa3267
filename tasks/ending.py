"""How a run ends before its end: a signal, a person who cancels it in the UI, or a death that it cannot tell of."""

import asyncio
import fcntl
import signal
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any, Self, TypeVar

T = TypeVar("T")


class Ending:
    """`with Ending() as ending:` a signal to end is noted in `ending.signal` and does nothing else, so that a batch in
    hand is finished; Ctrl-C a second time acts at once.

    Only the main thread of a process gets signals: elsewhere nothing is noted.
    """

    def __init__(self) -> None:
        self.signal: signal.Signals | None = None
        self._before: dict[signal.Signals, Any] = {}
        self._waiting: tuple[asyncio.AbstractEventLoop, asyncio.Task[Any]] | None = None

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGINT, signal.SIGTERM):
                self._before[number] = signal.signal(number, self._note)
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    async def unless_signalled(self, work: Coroutine[Any, Any, T]) -> T | None:
        """What the work gives; None where a signal comes before it is done: then it is dropped."""
        if self.signal:
            work.close()
            return None
        task = asyncio.ensure_future(work)
        self._waiting = asyncio.get_running_loop(), task
        try:
            return await task
        except asyncio.CancelledError:
            if self.signal:
                return None
            raise
        finally:
            self._waiting = None

    def _note(self, number: int, frame: FrameType | None) -> None:
        self.signal = signal.Signals(number)
        if number == signal.SIGINT:
            signal.signal(number, self._before[signal.SIGINT])
        if self._waiting:
            loop, task = self._waiting
            loop.call_soon_threadsafe(task.cancel)


@contextmanager
def held(directory: Path, run_id: str) -> Iterator[None]:
    """A file named like the run, locked as long as its process lives and the block has not ended."""
    directory.mkdir(parents=True, exist_ok=True)
    path, unlocked = directory / run_id, directory / f".{run_id}"
    with unlocked.open("wb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        unlocked.rename(path)
        try:
            yield
        finally:
            path.unlink(missing_ok=True)


def living(directory: Path) -> frozenset[str]:
    """The runs on this machine whose process lives; the files of the others are removed."""
    paths = list(directory.glob("[!.]*")) if directory.exists() else []
    return frozenset(path.name for path in paths if not _is_free(path))


def _is_free(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            path.unlink(missing_ok=True)
    except FileNotFoundError:
        return True
    except BlockingIOError:
        return False
    return True
