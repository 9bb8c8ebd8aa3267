"""Signals between batches, and which runs live."""

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tasks import ending
from tasks.ending import Ending
from tasks.settings import ROOT

HOLD = "import sys; from pathlib import Path; from tasks import ending\nwith ending.held(Path(sys.argv[1]), 'b'):\n"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_is_noted_and_does_nothing_else(number: signal.Signals) -> None:
    before = signal.getsignal(number)
    with Ending() as told:
        assert told.signal is None
        os.kill(os.getpid(), number)
        assert told.signal is number
    assert signal.getsignal(number) is before


def test_ctrl_c_a_second_time_acts_at_once() -> None:
    with Ending():
        os.kill(os.getpid(), signal.SIGINT)
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)


def test_work_is_dropped_when_a_signal_comes_and_not_begun_after_it() -> None:
    begun = []

    async def work(number: int) -> int:
        begun.append(number)
        if number == 2:
            os.kill(os.getpid(), signal.SIGTERM)
            await asyncio.Event().wait()
        return number

    async def three() -> list[int | None]:
        with Ending() as told:
            return [await told.unless_signalled(work(number)) for number in (1, 2, 3)]

    assert asyncio.run(three()) == [1, None, None]
    assert begun == [1, 2]


def test_work_that_somebody_else_cancels_is_cancelled() -> None:
    async def cancelled() -> None:
        with Ending() as told:
            task = asyncio.ensure_future(told.unless_signalled(asyncio.Event().wait()))
            await asyncio.sleep(0)
            task.cancel()
            await task

    with pytest.raises(asyncio.CancelledError):
        asyncio.run(cancelled())


def test_a_run_lives_as_long_as_its_process(tmp_path: Path) -> None:
    program = HOLD + " print('held', flush=True); sys.stdin.read()"
    command = [sys.executable, "-c", program, str(tmp_path)]
    with (
        ending.held(tmp_path, "a"),
        subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other,
    ):
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        assert ending.living(tmp_path) == {"a", "b"}
        other.kill()
        other.wait()
        assert (tmp_path / "b").exists()
        assert ending.living(tmp_path) == {"a"}
    assert list(tmp_path.iterdir()) == []


def test_no_run_lives_where_none_has_begun(tmp_path: Path) -> None:
    assert ending.living(tmp_path / "running") == frozenset()
