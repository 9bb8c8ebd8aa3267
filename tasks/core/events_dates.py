"""When an event was, by the sentence that reports it: the day of the report is not the day of the event."""

import re
from datetime import date, timedelta
from functools import cache

from tasks.core import reference
from tasks.core.events_cues import words
from tasks.core.events_sentences import MEDIA, Day, Sentence

RECENT = timedelta(days=3)
NEWS = 1  # sentences up to this number tell the news, later ones what went before
CLOSE = 10
When = tuple[date | None, date | None, str | None]


def when(sentence: Sentence, context: tuple[Sentence, ...], at: int, is_past: bool) -> When:
    """First day, last day and precision of the event whose cue stands at a character of the sentence.

    The date mention nearest to the cue, days of reports left aside. Where there is none, what follows the first
    sentence was on the day that it gives; else news in the past tense is "recent": the days up to its report or its
    publication. Otherwise no days.
    """
    events = [day for day in sentence.days if not is_report_day(sentence, day)]
    if events:
        nearest = min(events, key=lambda day: _distance(day, sentence.start + at))
        return nearest.first, nearest.last, nearest.precision
    before = [(s, day) for s in context if s.number == sentence.number - 1 and s.number in (0, 1) for day in s.days]
    told = [day for s, day in before if day.precision == "day" and not is_report_day(s, day)]
    if told and is_past and not sentence.days:
        return told[-1].first, told[-1].last, "day"
    return _reported(sentence, is_past)


def _reported(sentence: Sentence, is_past: bool) -> When:
    """The days up to the report, if it has a day of its own or tells the news; of a plan, the day of the report."""
    days = [day.last for day in sentence.days if day.precision == "day"]
    if days and not is_past:
        return min(days), min(days), "day"
    if not days and (sentence.days or sentence.number > NEWS):
        return None, None, None
    last = min(days, default=sentence.published_on)
    return (last - RECENT, last, "recent") if last else (None, None, None)


def _distance(day: Day, at: int) -> int:
    return max(day.start - at, at - day.end, 0)


def is_report_day(sentence: Sentence, day: Day) -> bool:
    """Whether the date tells when it was reported: beside a verb of saying, or beside the name of a medium."""
    before = sentence.text[: day.start - sentence.start]
    after = sentence.text[day.end - sentence.start :]
    said_before, said_after, said = _patterns(sentence.language)
    beside = any(n.kind in MEDIA | {"body"} and 0 <= day.start - n.end <= CLOSE for n in sentence.named)
    return bool(said_before.search(before) or said_after.match(after) or (beside and said.search(after)))


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Verbs of saying at the end of what stands before a date, at the beginning of what follows, and anywhere."""
    rows = reference.table("attribution_cues").filter(relation="words", language=language, cue="say")["pattern"]
    said = words(rows[0], language) if len(rows) else "(?!)"
    flags = re.IGNORECASE
    return (
        re.compile(said + r"(?:\s\w+)?(?:\s\w{1,6}){0,2}\s*$", flags),
        re.compile(r"\W{0,3}" + said, flags),
        re.compile(said, flags),
    )
