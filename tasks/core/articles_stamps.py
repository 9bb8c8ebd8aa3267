"""Dates as a page shows them to its readers: a short line beside the headline that is little more than a date."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache

from tasks.core import reference
from tasks.core.articles_blocks import Block
from tasks.core.urls import host_of

BELOW, ABOVE = 8, 2  # lines around the headline
LONGEST, MAX_BESIDE = 160, 60
UNDER_WAY = 1_500  # characters of text below the headline
SKIPPED = frozenset(("figcaption", "dd", "dt", "blockquote"))
NEAR = 30
A_DAY = timedelta(days=1)
CAPTION = re.compile("caption|figure|image|photo|bild|credits?|comment|related|teaser|ticker", re.I)
CLOCK = re.compile(
    r"^\D{0,12}?(?P<hour>[01]?\d|2[0-3])[:.](?P<minute>[0-5]\d)(?!\d)(?::[0-5]\d)?\s?(?P<half>[ap]\.?m\b)?", re.I
)
MONTH_FIRST = frozenset(("en", "en-us", "en-ph"))
ANYWHERE = frozenset(
    ("us", "ph", "io", "co", "tv", "me", "ai")
)  # of two letters, and no country that writes the day first


@dataclass(frozen=True, slots=True)
class Stamp:
    """A date that a line shows; `other` is what it is where its day and month change places.

    `weekday` (Monday is 0) is the day of the week that is written beside it, `clock` the local time.
    """

    day: date
    other: date | None = None
    clock: time | None = None
    weekday: int | None = None

    @property
    def value(self) -> datetime | date:
        return datetime.combine(self.day, self.clock) if self.clock else self.day

    @property
    def is_contradicted(self) -> bool:
        """Whether the weekday that stands beside it is another."""
        return self.weekday is not None and self.weekday != self.day.weekday()

    def nearest(self, days: Sequence[date]) -> "Stamp":
        """The same, read so that it is nearest to one of the days where it can be read in two ways."""
        if self.other is None or not days or self.day in days:
            return self
        gap = min(abs(self.day - day) for day in days)
        if min(abs(self.other - day) for day in days) >= gap:
            return self
        return Stamp(self.other, self.day, self.clock, self.weekday)


def beside(
    blocks: Sequence[Block],
    title: int | None,
    month_first: bool,
    claimed: Sequence[date] = (),
    today: date | None = None,
) -> Stamp | None:
    """The date of the first line below the headline that is little more than a date, or of one right above it.

    Of several dates of a line, and of two readings of one, the one that is a day of `claimed` or near to it. Above a
    headline the day on which a page was fetched, `today`, is the date of the masthead and not of the article.
    """
    if title is None:
        return None
    below = next(_stamps(_below(blocks, title), month_first, claimed), None)
    above = next(_stamps(reversed(blocks[max(0, title - ABOVE) : title]), month_first, claimed), None)
    if below or above is None or (today and abs(above.day - today) <= A_DAY and above.day not in claimed):
        return below
    return above


def _stamps(blocks: Iterable[Block], month_first: bool, claimed: Sequence[date]) -> Iterator[Stamp]:
    """The date of each line that is little more than a date."""
    for block in blocks:
        if block.is_title or block.box.tag in SKIPPED or CAPTION.search(block.box.name) or len(block.text) > LONGEST:
            continue
        if found := [stamp.nearest(claimed) for stamp in of_line(block.text, month_first, block.linked)]:
            yield next((stamp for stamp in found if stamp.day in claimed), found[0])


def _below(blocks: Sequence[Block], title: int) -> Iterator[Block]:
    """The lines below the headline until the text is well under way."""
    prose = 0
    for block in blocks[title + 1 : title + 1 + BELOW]:
        yield block
        prose += len(block.text) if len(block.text) > LONGEST else 0
        if prose > UNDER_WAY:
            return


def of_line(line: str, month_first: bool = False, linked: int = 0) -> list[Stamp]:
    """The dates of a line that is little more; not those of a change. `linked` of its characters do not count."""
    found = list(dates(line, month_first))
    beside = len(line) - linked - sum(end - start for start, end, _ in found)
    if beside > MAX_BESIDE or (len(line) > MAX_BESIDE and line.endswith(".")):
        return []
    before = [line[max(0, start - NEAR) : start] for start, _, _ in found]
    return [stamp for (_, _, stamp), words in zip(found, before, strict=True) if not updated_pattern().search(words)]


def is_month_first(language: str | None, url: str | None) -> bool:
    """Whether 3/4/2024 is the fourth of March, by a page's claimed language and its address."""
    country = host_of(url or "").rpartition(".")[2]
    is_elsewhere = len(country) == 2 and country not in ANYWHERE
    return (language or "").lower().replace("_", "-") in MONTH_FIRST and not is_elsewhere


def dates(line: str, month_first: bool = False) -> Iterator[tuple[int, int, Stamp]]:
    """Start, end and reading of every whole date of a line, in order of their place."""
    found = [(match, form) for form in forms() for match in form.finditer(line)]
    for match, _ in sorted(found, key=lambda pair: pair[0].start()):
        if days := _days(match, month_first):
            other = days[1] if len(days) > 1 else None
            stamp = Stamp(days[0], other, _clock(line[match.end() :]), _weekday(line, match.start(), match.end()))
            yield match.start(), match.end(), stamp


@cache
def forms() -> tuple[re.Pattern[str], ...]:
    """Year first; in figures; day and month's name; month's name and day."""
    month = "(?P<month>" + "|".join(f"(?:{m})" for m in reference.document("article_cues")["months"]) + ")"
    year = r"(?P<year>(?:19|20)\d\d)(?!\d)"
    return (
        re.compile(
            rf"(?<![\d/.-]){year}\)?\s?[-./年년]\s?(?P<month>\d{{1,2}})\s?[-./月월]\s?(?P<day>\d{{1,2}})(?!\d)\s?[日일]?"
        ),
        re.compile(
            r"(?<![\d/.:-])(?P<day>\d{1,2})(?P<sign>[./-])\s?(?P<month>\d{1,2})(?P=sign)\s?(?P<year>(?:19|20)\d\d|\d\d)"
            r"(?![\d:]|\.\d)"
        ),
        re.compile(
            rf"(?<![\d.:])(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|\.|º|-го)?,?\s?(?:de\s|of\s|/|-)?\s?{month}"
            rf"[^\W\d]{{0,9}}[.,]?[ /-]?(?:del?\s|năm\s)?\s?{year}",
            re.I,
        ),
        re.compile(
            rf"\b{month}[^\W\d]{{0,9}}\.?\s{{1,2}}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[,\s]\s?(?:năm\s)?{year}", re.I
        ),
    )


@cache
def updated_pattern() -> re.Pattern[str]:
    return re.compile("|".join(reference.document("article_cues")["updated"]), re.I)


@cache
def month_patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(month, re.I) for month in reference.document("article_cues")["months"])


@cache
def weekday_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A day of the week right before a date, and right after it."""
    groups = "|".join(f"(?P<d{n}>{day})" for n, day in enumerate(reference.document("article_cues")["weekdays"]))
    return (
        re.compile(rf"\b(?:{groups})[^\W\d]{{0,9}}\.?,?\s{{0,2}}(?:ngày\s|den\s|le\s|the\s)?$", re.I),
        re.compile(rf"^\s?,?\s?[(（]?\s?(?:{groups})", re.I),
    )


def _days(match: re.Match[str], month_first: bool) -> list[date]:
    """The readings of a match, the likelier first."""
    year, day, month = int(match["year"]), int(match["day"]), _month(match["month"])
    year += 0 if year > 99 else 2000 if year < 70 else 1900
    pairs = [(month, day)]
    if "sign" in match.re.groupindex and match["sign"] != ".":
        pairs = [(day, month), (month, day)] if month_first else [(month, day), (day, month)]
    found = []
    for pair in pairs:
        try:
            found.append(date(year, *pair))
        except ValueError:
            continue
    return list(dict.fromkeys(found))


def _month(name: str) -> int:
    if name.isdecimal():
        return int(name)
    lengths = [match.end() if (match := pattern.match(name)) else 0 for pattern in month_patterns()]
    return lengths.index(max(lengths)) + 1


def _clock(rest: str) -> time | None:
    match = CLOCK.match(rest)
    if match is None:
        return None
    hour, half = int(match["hour"]), (match["half"] or "").lower()
    hour = hour % 12 + 12 * (half[0] == "p") if half else hour
    return time(hour, int(match["minute"])) if (hour, match["minute"]) != (0, "00") else None


def _weekday(line: str, start: int, end: int) -> int | None:
    before, after = weekday_patterns()
    match = before.search(line[max(0, start - NEAR) : start]) or after.match(line[end : end + NEAR])
    return next((n for n in range(7) if match[f"d{n}"]), None) if match else None
