"""Processes that read pages and may be killed: one page that takes for ever must not hold up the others.

They are started as plain interpreters, not through multiprocessing, which would import the caller's main module and
with it all of Prefect.
"""

import pickle
import resource
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from threading import Timer
from typing import Any, BinaryIO

from tasks.core import articles_page
from tasks.core.articles_page import Row
from tasks.core.records import Source

Job = tuple[dict[str, Any], Source | None]

SECONDS = 10.0
MEGABYTES = 500
START_SECONDS = 120.0
ROOT = Path(__file__).resolve().parents[2]
PROGRAM = (
    "import sys; sys.path.insert(0, sys.argv[1]); from tasks.core.articles_workers import serve; "
    "serve(megabytes=int(sys.argv[2]))"
)
READY = b"ready"
LENGTH = 8
STATUS = Path("/proc/self/statm")  # its first number is the address space in pages


def run(jobs: Sequence[Job], workers: int, seconds: float = SECONDS, megabytes: int = MEGABYTES) -> list[Row]:
    """The rows of the pages, in order. A page that takes longer than `seconds` gives `timeout`, one that wants more
    than `megabytes` `out_of_memory`, one that ends its process `crashed`. No process is left when this returns."""
    pool: SimpleQueue[Worker] = SimpleQueue()
    count = max(1, min(workers, len(jobs)))
    members = [Worker(megabytes) for _ in range(count)]
    for member in members:
        pool.put(member)

    def one(job: Job) -> Row:
        member = pool.get()
        try:
            return member.read(job, seconds)
        finally:
            pool.put(member)

    try:
        with ThreadPoolExecutor(count) as threads:
            return list(threads.map(one, jobs))
    finally:
        for member in members:
            member.stop()


class Worker:
    """One process, started when the first page comes and again after it was killed."""

    def __init__(self, megabytes: int) -> None:
        self.megabytes = megabytes
        self.process: subprocess.Popen[bytes] | None = None

    def read(self, job: Job, seconds: float) -> Row:
        """The row of a page, whatever happens to the process."""
        if self.process is None and self._start() != READY:
            self.stop()
            return articles_page.failed(job[0], "crashed")
        answer, is_late = self._exchange(pickle.dumps(job), seconds)
        if answer is None:
            self.stop()
            return articles_page.failed(job[0], "timeout" if is_late else "crashed")
        row: Row = pickle.loads(answer)  # noqa: S301 - written by our own process
        if row.get("failure") == "out_of_memory":
            self.stop()  # nobody knows what of it is left whole
        return row

    def stop(self) -> None:
        """End the process, if there is one, and wait until it is gone."""
        if self.process is not None:
            self.process.kill()
            self.process.communicate()
            self.process = None

    def _start(self) -> bytes | None:
        self.process = subprocess.Popen(  # noqa: S603 - our own interpreter and program
            [sys.executable, "-c", PROGRAM, str(ROOT), str(self.megabytes)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # a signal to our process group is for us: pages in hand are read to their end
        )
        return self._exchange(None, START_SECONDS)[0]

    def _exchange(self, message: bytes | None, seconds: float) -> tuple[bytes | None, bool]:
        """The answer to a message (or the first one), None where the process ended; and whether time had run out."""
        process = self.process
        assert process is not None
        assert process.stdin is not None
        assert process.stdout is not None
        timer = Timer(seconds, process.kill)
        timer.daemon = True
        timer.start()
        try:
            if message is not None:
                send(process.stdin, message)
            return receive(process.stdout), False
        except (OSError, EOFError):
            return None, not timer.is_alive()
        finally:
            timer.cancel()


def send(stream: BinaryIO | Any, message: bytes) -> None:
    """Write a message with its length before it."""
    stream.write(len(message).to_bytes(LENGTH, "big") + message)
    stream.flush()


def receive(stream: BinaryIO | Any) -> bytes:
    """The next message. Raises EOFError where the other side is gone."""
    head = stream.read(LENGTH)
    size = int.from_bytes(head, "big")
    body: bytes = stream.read(size)
    if len(head) < LENGTH or len(body) < size:
        raise EOFError
    return body


def serve(megabytes: int) -> None:
    """The process's side: answer every page with its row, until there are no more.

    It may take so much memory more than it has when it begins.
    """
    answers, sys.stdout = sys.stdout.buffer, sys.stderr
    limit(megabytes)
    send(answers, READY)
    while True:
        try:
            page, source = pickle.loads(receive(sys.stdin.buffer))  # noqa: S301 - written by our own parent
        except EOFError:
            return
        send(answers, pickle.dumps(articles_page.read(page, source)))


def limit(megabytes: int) -> None:
    """Let this process take so much memory more, where the system tells how much it has."""
    if STATUS.exists():
        pages = int(STATUS.read_text(encoding="ascii").split()[0])
        most = pages * resource.getpagesize() + megabytes * 2**20
        resource.setrlimit(resource.RLIMIT_AS, (most, resource.getrlimit(resource.RLIMIT_AS)[1]))
