"""When an event was, by the sentence that reports it: the day of the report is not the day of the event."""

import re
from datetime import date, timedelta
from functools import cache
from heapq import nsmallest

from tasks.core import reference
from tasks.core.events_cues import says, words
from tasks.core.events_sentences import DATED, MEDIA, Day, Sentence
from tasks.core.events_turns import is_last_before, is_of_another

RECENT = timedelta(days=3)
FRESH = timedelta(days=10)
NEWS = 1  # sentences up to this number tell the news, later ones what went before
CLOSE = 10
BESIDE = 80  # characters in which a verb of saying stands beside a day
MANY = 12  # days of a sentence that are looked at, the nearest to the cue
LAST = 14  # characters in which a sentence ends
SAME = 4  # characters: "the text was published" is the saying itself
ROW = 12  # characters between the days of a list
SPEAKERS = frozenset({"person", "body", "country"})
DAY_FIRST = frozenset({"zh"})  # where a day behind a verb of saying is in what is said: 称12日抵达
LONG = frozenset({"year", "half", "quarter", "vague"})
TOPIC = {"ja": "は", "ko": "은는"}  # where the verb of saying ends the sentence: what marks the one who says it
When = tuple[date | None, date | None, str | None]


def listed(sentence: Sentence, at: int) -> list[tuple[int, When]]:
    """The days that stand in a row behind the day of a cue ("in April and on 12 May"), and the character of each."""
    events = event_days(sentence, at)
    row = _row(events, _nearest(events, sentence.start + at)) if events else []
    return [(day.start - sentence.start, (day.first, day.last, day.precision)) for day in row[1:]]


def when(sentence: Sentence, context: tuple[Sentence, ...], at: int, is_past: bool) -> When:
    """First day, last day and precision of the event whose cue stands at a character of the sentence.

    The date mention nearest to the cue, days of reports left aside. Where there is none, it is the day of the
    sentence before in its paragraph, or for the first sentence that of the second; else a claim is dated by its day,
    and other news in the past tense is "recent": the days up to its report or its publication. Otherwise no days.
    """
    if events := event_days(sentence, at):
        nearest = _nearest(events, sentence.start + at)
        return nearest.first, nearest.last, nearest.precision
    if is_past and not sentence.days and (told := _beside(sentence, context)):
        return told.first, told.last, told.precision
    return _reported(sentence, context, at, is_past)


def event_days(sentence: Sentence, at: int) -> list[Day]:
    """The date mentions of the sentence that do not tell when it was reported; no years beside days or months ("the
    first since 2020")."""
    near = nsmallest(MANY, sentence.days, key=lambda day: _distance(day, sentence.start + at))
    own = [day for day in near if not is_of_another(sentence, day, at) and not is_last_before(sentence, day)]
    days = [day for day in own if not is_report_day(sentence, day, at)]
    return [day for day in days if day.precision not in LONG] or days


def _beside(sentence: Sentence, context: tuple[Sentence, ...]) -> Day | None:
    """The day of the sentence before, in the same paragraph or at the head of the article; for the first sentence,
    that of the second where it lies in the days before the publication; of several a range, else the last."""
    for s in context:
        days = event_days(s, 0)
        if s.number == sentence.number - 1 and (s.number == 0 or not sentence.opens):
            days = [day for day in days if day.precision in DATED]
            known = says(sentence.language, "then").search(sentence.text.lower())
            days = days if known or any(day.precision != "month" for day in days) else []
        elif sentence.number == 0 and s.number == 1:
            days = [day for day in days if _is_news(s, day)]
        else:
            continue
        if days:
            return max(days, key=lambda day: (day.precision == "range", day.start))
    return None


def _is_news(sentence: Sentence, day: Day) -> bool:
    published = sentence.published_on
    return published is not None and day.precision in ("day", "range") and timedelta(0) <= published - day.last <= FRESH


def _row(days: list[Day], chosen: Day) -> list[Day]:
    """One of the days, and those that stand in a row behind it."""
    ordered = sorted(days, key=lambda day: day.start)
    row = [chosen]
    for day in ordered[ordered.index(chosen) + 1 :]:
        if day.start - row[-1].end > ROW or day.first <= row[-1].last:
            break
        row.append(day)
    return row


def _reported(sentence: Sentence, context: tuple[Sentence, ...], at: int, is_past: bool) -> When:
    """The days of a claim or a plan; else the days up to the report, if it has a day of its own or tells the news.

    The first sentence takes the day of the report from the second: "He said so on Tuesday."
    """
    second = next((s for s in context if s.number == 1), None) if sentence.number == 0 and not sentence.days else None
    s = second if second and second.days and not event_days(second, 0) else sentence
    own = (day for day in s.days if not is_last_before(s, day))
    days = [day for day in own if s is not sentence or not is_of_another(s, day, at)]
    best = min(days, key=lambda day: (day.precision != "day", day.last), default=None)
    if best and (best.precision == "day" or s is not sentence) and (not is_past or not _is_of_medium(s, best)):
        return best.first, best.last, best.precision
    if (best and best.precision != "day") or (best is None and sentence.number > NEWS):
        return None, None, None
    last = best.last if best else sentence.published_on
    return (last - RECENT, last, "recent") if last else (None, None, None)


def _is_of_medium(sentence: Sentence, day: Day) -> bool:
    """Whether the one named nearest to the day of a report is a medium."""
    named = [n for n in sentence.named if n.kind in MEDIA | SPEAKERS]
    nearest = min(named, key=lambda n: max(n.start - day.end, day.start - n.end), default=None)
    return nearest is None or nearest.kind in MEDIA


def _nearest(days: list[Day], at: int) -> Day:
    return min(days, key=lambda day: _distance(day, at))


def _distance(day: Day, at: int) -> int:
    return max(day.start - at, at - day.end, 0)


def is_report_day(sentence: Sentence, day: Day, at: int) -> bool:
    """Whether a date tells when it was reported rather than when it was: beside a verb of saying or the name of a
    medium, or in the clause of a verb of saying that stands nearer to it than the cue at character `at`."""
    first, last = day.start - sentence.start, day.end - sentence.start
    before, after = sentence.text[max(0, first - BESIDE) : first], sentence.text[last : last + BESIDE]
    said_before, said_after, said = _patterns(sentence.language)
    if any(
        verb.start() - SAME <= at < verb.end()
        for verb in said.finditer(sentence.text, max(0, at - BESIDE), at + BESIDE)
    ):
        return False  # "KCNA published the treaty today": the saying itself is the event
    beside = any(n.kind in MEDIA | {"body"} and 0 <= day.start - n.end <= CLOSE for n in sentence.named)
    told_before = sentence.language not in DAY_FIRST and said_before.search(before)
    if told_before or said_after.match(after) or (beside and said.search(after)):
        return True
    return _is_of_topic(sentence, day) if sentence.language in TOPIC else _is_said(sentence, day, at)


def _is_of_topic(sentence: Sentence, day: Day) -> bool:
    """Whether the day stands behind the one whom the sentence is about, and a verb of saying ends the sentence."""
    ends = _patterns(sentence.language)[2].search(sentence.text, max(0, len(sentence.text) - LAST))
    subjects = [n for n in sentence.named if n.kind in SPEAKERS and n.end <= day.start]
    between = sentence.text[
        max((n.end for n in subjects), default=day.start) - sentence.start : day.start - sentence.start
    ]
    return ends is not None and len(between) <= CLOSE and any(mark in between for mark in TOPIC[sentence.language])


def _is_said(sentence: Sentence, day: Day, at: int) -> bool:
    start, end = sentence.clause(day.start - sentence.start)
    first, last = day.start - sentence.start, day.end - sentence.start
    begin = first if sentence.language in DAY_FIRST else start
    verbs = _patterns(sentence.language)[2].finditer(sentence.text, begin, end)
    gaps = [max(v.start() - last, first - v.end()) for v in verbs]
    speakers = any(n.kind in SPEAKERS and start <= n.start - sentence.start < end for n in sentence.named)
    return speakers and any(gap < max(at - last, first - at, 0) for gap in gaps)


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Verbs of saying at the end of what stands before a date, at the beginning of what follows, and anywhere."""
    rows = reference.table("attribution_cues").filter(relation="words", language=language, cue="say")["pattern"]
    said = words(rows[0], language) if len(rows) else "(?!)"
    report = says(language, "report").pattern
    flags = re.IGNORECASE
    return (
        re.compile(rf"(?:{said}(?:\s\w+)?(?:\s\w{{1,6}}){{0,2}}|{report}(?:\s(?!of\b)\w{{1,6}})?)\s*$", flags),
        re.compile(r"\W{0,3}" + said, flags),
        re.compile(said, flags),
    )
