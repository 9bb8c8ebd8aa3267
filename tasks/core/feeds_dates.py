"""Dates of feeds, sitemaps and search results: RFC 822, ISO 8601, and what outlets write in their place."""

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

MAX_CHARACTERS = 100
NOON = 12
MONTHS = 12
SLACK = timedelta(minutes=15)

ZONES = {
    "KST": 9, "JST": 9, "MSK": 3, "MSD": 4, "VLAT": 10, "YAKT": 9, "IRKT": 8, "KRAT": 7, "WIB": 7, "WITA": 8, "WIT": 9,
    "ICT": 7, "HKT": 8, "SGT": 8, "CET": 1, "CEST": 2, "MEZ": 1, "MESZ": 2, "EET": 2, "EEST": 3, "BST": 1, "IST": 5.5,
    "AEST": 10, "AEDT": 11,
}  # fmt: skip
OFFSET = re.compile(r"\b(?:UTC|GMT)?([+-])(\d{1,2}):?(\d{2})?$")
UNIVERSAL = re.compile(r"(?:\b(?:GMT|UTC?)|Z|\+00:?00)$", re.I)
CLOCK = r"(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?(?: ?([+-]\d{2}):?(\d{2}))?$"
NUMERIC = re.compile(r"(?:[A-Za-z]{3}, ?)?(\d{4})[./-](\d{1,2})[./-](\d{1,2})\.?[T ]+" + CLOCK)
DAY_FIRST = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4}),? +" + CLOCK)
EASTERN = re.compile(r"(\d{4}) ?[年년] ?(\d{1,2}) ?[月월] ?(\d{1,2}) ?[日일]")
MORNING = r"오전|上午|午前|(?<=\d) ?(?:[aA]\.?[mM]\b\.?|SA\b)"
AFTERNOON = r"오후|下午|午後|(?<=\d) ?(?:[pP]\.?[mM]\b\.?|CH\b)"
HALF = re.compile(f"({MORNING})|{AFTERNOON}")
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})T?(\d{2})(\d{2})(\d{2})$")
EPOCH = re.compile(r"(1\d{9})(?:\d{3})?$")
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
CYRILLIC_MONTH = re.compile(
    r"(?:[а-я]{2}, )?(\d{1,2}) (янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|окт|ноя|дек)[а-я]*\.?(?= \d{4} )", re.I
)
CYRILLIC_MONTHS = ("янв", "фев", "мар", "апр", "ма", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
ENGLISH_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def parse_date(text: str | None, zone: ZoneInfo) -> datetime | None:
    """An instant from an RFC 822 or ISO 8601 date; one without an offset is in `zone`. None where it is neither.

    A zone name is that of `zone` where it has it (CST in Shanghai, IST in Jerusalem); others that feeds use (KST, MSK,
    ...) are read by a table: parsers take them for UTC. Ten digits, or 13, are seconds, or milliseconds, since 1970.
    """
    bare = " ".join((text or "")[:MAX_CHARACTERS].replace("(", " ").replace(")", " ").split())
    wall, offset = _split(EASTERN.sub(r"\1-\2-\3", bare), zone)
    half, wall = HALF.search(wall), " ".join(HALF.sub(" ", wall, count=1).split())
    if not wall:
        return None
    found = next((found for read in READERS if (found := read(wall)) is not None), None)
    if found is None:
        return None
    if half and found.hour <= NOON:
        found = found.replace(hour=found.hour % NOON + (0 if half[1] else NOON))
    where = found.tzinfo or (timezone(offset) if offset is not None else zone)
    try:
        return found.replace(tzinfo=where).astimezone(UTC)
    except OverflowError:
        return None


def instant(text: str | None, zone: ZoneInfo) -> datetime | None:
    """A publication instant; a bare day is no instant, and midnight would be an invention."""
    if text and (":" in text or COMPACT.search(text.rstrip("Z ")) or EPOCH.match(text.strip())):
        return parse_date(text, zone)
    return None


def says_universal(text: str | None) -> bool:
    """Whether a date is labelled as UTC, in whatever way."""
    return bool(text and UNIVERSAL.search(text.strip()))


def is_ahead(found: datetime | None, now: datetime | None) -> bool:
    """Whether an instant lies further in the future than clocks differ; false where either is unknown."""
    return bool(found and now and found > now + SLACK)


def as_local(found: datetime, zone: ZoneInfo) -> datetime:
    """The instant whose wall clock in `zone` is what `found` says in UTC: undoes a local time labelled as UTC."""
    return found.astimezone(UTC).replace(tzinfo=zone).astimezone(UTC)


def _split(text: str, zone: ZoneInfo) -> tuple[str, timedelta | None]:
    """A date without its zone name or its "GMT+9", and the offset that it named; None where it is to be read on."""
    head, _, last = text.rpartition(" ")
    named = _named(last.upper(), head, zone) if head else None
    if named is not None:
        return (head, None) if OFFSET.search(head) and ":" in head else (head, named)
    if head and last.upper() in ("GMT", "UTC", "UT", "Z") and not OFFSET.search(head):
        return head, timedelta(0)
    found = re.search(r" ?(?:GMT|UTC)([+-])(\d{1,2})(?::?(\d{2}))?$", text)
    if not found:
        return text, None
    span = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
    return (text[: found.start()], span if found[1] == "+" else -span) if span < timedelta(hours=15) else (text, None)


def _named(name: str, beside: str, zone: ZoneInfo) -> timedelta | None:
    """The offset that a zone name has in `zone` in the year `beside` it, in winter or summer, else by the table.

    "EST" in Sydney is what is now written AEST.
    """
    years = [int(year) for year in YEAR.findall(beside)[:1]]
    for at in [datetime(year, month, 1, tzinfo=zone) for year in years for month in (1, 7)]:
        if name not in ("GMT", "UTC") and at.tzname() in (name, f"A{name}"):
            return at.utcoffset()
    return timedelta(hours=ZONES[name]) if name in ZONES else None


def _iso(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _rfc822(text: str) -> datetime | None:
    try:
        return parsedate_to_datetime(CYRILLIC_MONTH.sub(_in_english, text))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _in_english(day: re.Match[str]) -> str:
    month = CYRILLIC_MONTHS.index(day[2].lower().rstrip("йя"))
    return f"{day[1]} {ENGLISH_MONTHS[month]}"


def _epoch(text: str) -> datetime | None:
    found = EPOCH.match(text)
    return datetime.fromtimestamp(int(found[1]), UTC) if found else None


def _numeric(text: str) -> datetime | None:
    if found := NUMERIC.match(text):
        year, month, day, *clock = found.groups()
    elif found := DAY_FIRST.match(text):
        day, month, year, *clock = found.groups()
        if "/" in text and int(month) > MONTHS:  # the American order, which nothing else can be
            day, month = month, day
    elif found := COMPACT.match(text):
        year, month, day, *clock = (*found.groups(), None, None)
    else:
        return None
    *clock, zone_hours, zone_minutes = clock
    numbers = [int(part or 0) for part in (year, month, day, *clock)]
    try:
        at = datetime(*numbers)  # type: ignore[arg-type]  # noqa: DTZ001  the caller knows the zone
        return at if zone_hours is None else at.replace(tzinfo=timezone(_offset(zone_hours, zone_minutes)))
    except ValueError:
        return None


def _offset(hours: str, minutes: str) -> timedelta:
    span = timedelta(hours=int(hours[1:]), minutes=int(minutes))
    return -span if hours.startswith("-") else span


READERS = (_epoch, _iso, _rfc822, _numeric)
