"""A span of time whose articles are wanted."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from tasks.core.records import Candidate


class WindowError(ValueError):
    """The days do not make a window; the message is one line that names the parameter."""


@dataclass(frozen=True, slots=True)
class Window:
    """From an instant up to another, which is no part of it."""

    start: datetime
    end: datetime

    def may_hold(self, candidate: Candidate) -> bool:
        """Whether an article may have been published in it; false only where its announcement says otherwise."""
        if candidate.published_at:
            return self.start <= candidate.published_at < self.end
        return self.may_reach(candidate.modified_at)

    def may_reach(self, modified_at: datetime | None) -> bool:
        """Whether what was last modified then may be of it; it may be a bare day in any time zone."""
        return modified_at is None or modified_at >= self.start - timedelta(days=1)

    def halves(self) -> tuple["Window", "Window"]:
        """The later and the earlier half."""
        middle = (self.start + (self.end - self.start) / 2).replace(microsecond=0)
        return Window(middle, self.end), Window(self.start, middle)


def days(start: date, end: date | None, today: date) -> Window:
    """Two calendar days and those between them, in UTC; up to today without an end.

    Raises WindowError where the end is before the start, or the start in the future.
    """
    last = end or today
    if last < start:
        raise WindowError(f"end: {last} is before the start, {start}")
    if start > today:
        raise WindowError(f"start: {start} is in the future")
    midnight = time(tzinfo=UTC)
    return Window(datetime.combine(start, midnight), datetime.combine(min(last, today), midnight) + timedelta(days=1))
