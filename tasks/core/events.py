"""What happened between the two, when, where and to whom, as articles report it.

The words are in sql/reference/event_cues.csv and event_modality.csv (events_cues), the types in event_types.toml.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

import polars as pl

from tasks.core import events_cues, reference
from tasks.core.events_dates import When, event_days, listed, when
from tasks.core.events_meetings import PERSON, TITLE_BEFORE, in_rows
from tasks.core.events_merge import keys as keys
from tasks.core.events_merge import merge as merge
from tasks.core.events_modality import ALLEGED, modality
from tasks.core.events_parties import participants_of, place_of
from tasks.core.events_sentences import MEDIA, PAIR, TITLE, Sentence, told
from tasks.core.events_speakers import sources, subjects
from tasks.core.events_turns import is_recalled, lies_ahead
from tasks.core.events_types import ABROAD, Cue, types
from tasks.core.records import EVENT_REPORTS

RECALLED = frozenset({"summit", "talks"})  # no news where they are told without a day as what has been
PLANNED = frozenset({"visit", "summit", "talks"})
PROJECT = frozenset({"project"})
PUBLIC = frozenset({"sanctions", "un_action", "statement"})  # done by words: whoever says it does it
DISPUTED = frozenset({"claimed", "denied"})
BULLETS = ("-", "–", "•", "▲", "*")
LEAD, BODY = 0, 12
SPEAKING = frozenset({"person", "body"})
BACK = 4  # sentences after which what was told last is no longer the subject
NEWS = timedelta(days=10)
EXACT = (("day", "range", "week"), ("month",), ("quarter", "half", "year"))
TEXTS = {"row": pl.UInt32, "language": pl.String, "text": pl.String, "before": pl.String}


@dataclass(frozen=True, slots=True)
class Report:
    """An event in a sentence, told at one of its characters."""

    sentence: Sentence
    at: int
    event_type: str
    modality: str
    first: date | None
    last: date | None
    precision: str | None
    participants: frozenset[str]
    place_id: str | None


def find(articles: pl.DataFrame, mentions: pl.DataFrame, date_mentions: pl.DataFrame) -> pl.DataFrame:
    """The events that articles report: a frame of EVENT_REPORTS, one row an article and event, in text order.

    In: article_id, language, published_at (null where unknown), text, title and published_on where present, and the
    mentions of the same articles. Only events between Russia and the DPRK: both must be named in the sentence, or one
    in the sentence and the other in the title, the first sentence or the one before; a sentence that names neither and
    has a day of its own or says "also" goes on with what was told just before. Sentences of one article that tell of
    one type with overlapping or missing dates are one row: the best dated, else the first.
    `date_start` and `date_end` are the days of the event, not of the report; null where the text gives none. Precision
    "recent" is news without a date: the three days up to the report. `place_id` is null where no place is named; of
    visits and receptions it is at least the country of the hosts.
    An article without text, without one of the two sides or in a language without cues gives no row.
    """
    rows = [row for story in told(articles, mentions, date_mentions) for row in _paired(story)]
    reports: dict[str, list[Report]] = defaultdict(list)
    for (sentence, context), cues in zip(rows, _cues(rows), strict=True):
        reports[sentence.article_id] += _reports(sentence, context, cues)
    for sentence, context in rows:
        if not reports[sentence.article_id] and _is_statement(sentence):
            reports[sentence.article_id] += _statements(sentence, context)
    found = [row for kept in reports.values() for row in _rows(_distinct(_with_days(kept)))]
    return pl.DataFrame(found, schema=EVENT_REPORTS, orient="row")


def _cues(rows: Sequence[tuple[Sentence, tuple[Sentence, ...]]]) -> list[list[Cue]]:
    """What the words of each sentence tell of."""
    texts = [
        (row, s.language, s.cue_text, next((c.cue_text for c in context if c.number == s.number - 1), ""))
        for row, (s, context) in enumerate(rows)
    ]
    cues: list[list[Cue]] = [[] for _ in rows]
    for row, *cue in events_cues.matches(pl.DataFrame(texts, schema=TEXTS, orient="row")).iter_rows():
        cues[row].append((cue[0], cue[1], cue[2]))
    for (sentence, _), found in zip(rows, cues, strict=True):
        found += _before_persons(sentence)
    return cues


def _before_persons(sentence: Sentence) -> Iterator[Cue]:
    """The words that tell of an event by the person named behind them, a title between them at most."""
    for event_type, pattern in events_cues.to_person(sentence.language):
        for match in pattern.finditer(sentence.cue_text.lower()):
            near = (match.end(), min(match.end() + TITLE_BEFORE, sentence.clause(match.start())[1]))
            person = next((n for n in sentence.inside(near) if n.kind == "person" and n.side in PAIR), None)
            between = sentence.text[match.end() : person.start - sentence.start].lower() if person else ""
            if person and not events_cues.says(sentence.language, "not_to").search(between):
                yield event_type, match.start(), events_cues.SOLE


def _paired(story: Sequence[Sentence]) -> Iterator[tuple[Sentence, tuple[Sentence, ...]]]:
    """The sentences in which, or around which, both sides are named, with the one before, the title and the first."""
    title = tuple(story[:1]) if story and story[0].number == TITLE else ()
    for at, sentence in enumerate(story):
        context = tuple(story[1:2]) if sentence.number == TITLE else _before(story, at, title)
        both = bool(sentence.sides) and sentence.sides.union(*(s.sides for s in context)) >= PAIR
        if both or ("DPRK" in sentence.sides and sentence.is_of_war):
            yield sentence, context
        elif not sentence.sides and (sentence.is_dated or _adds(sentence)) and (subject := _subject(story, at)):
            yield sentence, (*context, subject)


def _before(story: Sequence[Sentence], at: int, title: tuple[Sentence, ...]) -> tuple[Sentence, ...]:
    """The sentence before (for the first, the second), the title, the first; only the title for the items of a list."""
    first = at - story[at].number
    lead = (at + 1,) if at == first else dict.fromkeys((at - 1, first))
    before = tuple(story[n] for n in lead if n < len(story))
    if any(s.text.startswith(BULLETS) for s in (*before, story[at])):
        return title
    return (*before[:1], *title, *before[1:])


def _subject(story: Sequence[Sentence], at: int) -> Sentence | None:
    """The last of a few sentences before that names both sides, unless it is an item of a list."""
    near = reversed(story[max(0, at - BACK) : at])
    both = next((s for s in near if s.sides >= PAIR), None)
    return None if both is None or any(s.text.startswith(BULLETS) for s in (both, story[at])) else both


def _reports(sentence: Sentence, context: tuple[Sentence, ...], cues: list[Cue]) -> Iterator[Report]:
    for event_type, places in types(sentence, context, cues).items():
        for at in places:
            yield from (report for report in _told_at(sentence, context, event_type, at) if _is_news(report))


def _is_news(report: Report) -> bool:
    """Whether it is told for its own sake: no meeting that is recalled without a day, or that lay ahead of what was
    done on a day."""
    if report.first is None or report.precision == "recent":
        words = "recalled" if report.first is None else "earlier"
        return report.event_type not in RECALLED or not is_recalled(report.sentence, report.at, words)
    return report.modality == "planned" or not lies_ahead(report.sentence, report.at)


def _is_statement(sentence: Sentence) -> bool:
    """Whether words alone are the news: both sides named, and a verb of saying, at the head of the article or beside
    somebody of one of the sides who speaks of the other."""
    said = events_cues.says(sentence.language, "statement").search(sentence.text.lower())
    if _in_list(sentence):
        return False
    last = BODY if _has_speaker(sentence) else LEAD
    return said is not None and sentence.sides >= PAIR and sentence.number <= last


def _statements(sentence: Sentence, context: tuple[Sentence, ...]) -> Iterator[Report]:
    """The statement that a sentence is; what one of the two says of a plan is said, what others expect is left out."""
    for report in _told_at(sentence, context, "statement", 0):
        if report.modality != "planned":
            yield report
        elif _has_speaker(sentence):
            yield replace(report, modality="happened")


def _has_speaker(sentence: Sentence) -> bool:
    return any(n.kind in SPEAKING and n.side in PAIR for n in sentence.named)


def _in_list(sentence: Sentence) -> bool:
    """Whether the two are only named in a list of states ("Russia, China and North Korea"), and not as a union."""
    if unites(sentence.language).search(sentence.text.lower()):
        return False
    rows = [row for row in in_rows(sentence) if any(n.side not in PAIR for n in row)]
    listed = {n for row in rows for n in row if len(row) > 2}
    return bool(listed) and all(n in listed for n in sentence.named if n.side in PAIR and n.kind not in MEDIA)


@cache
def unites(language: str) -> re.Pattern[str]:
    """The words for a union of the two with others, in one language."""
    rows = reference.table("relevance_cues").filter(language=language, role="union")["forms"]
    return re.compile(events_cues.words("|".join(rows), language) if len(rows) else r"(?!)")


def _told_at(sentence: Sentence, context: tuple[Sentence, ...], event_type: str, at: int) -> Iterator[Report]:
    """The events of one type whose cue stands at a character: one, or one for each day of a list."""
    around = sentence.around(at)
    yield _report(sentence, context, event_type, at, when(around, context, at, is_past=True))
    place = place_of(around, event_type, at)
    for character, days in listed(around, at):
        yield replace(_report(sentence, context, event_type, character, days), place_id=place)


def _report(sentence: Sentence, context: tuple[Sentence, ...], event_type: str, at: int, days: When) -> Report:
    around = sentence.around(at)
    has_day = bool(event_days(around, at))
    place = place_of(around, event_type, at)
    told = modality(sentence, event_type, at, *(days[:2] if has_day else (None, None)))
    if told in ("planned", "denied") and not has_day:
        days = when(around, context, at, is_past=False)
    first, last, precision = days
    if told == "planned":
        event_type = "preparation" if event_type in PLANNED else event_type
    said_by = () if event_type in PUBLIC else sources(sentence)
    if told == "happened" and event_type in ALLEGED and any(n.side not in PAIR for n in said_by):
        told = "claimed"
    if told == "claimed" and event_type in PUBLIC:
        told = "happened"
    named = {*subjects(around, at), *said_by} if told in DISPUTED else set(subjects(around, at)) - set(said_by)
    participants = participants_of(around, named, context, event_type)
    return Report(sentence, at, event_type, told, first, last, precision, participants, place)


def _with_days(reports: Sequence[Report]) -> Iterator[Report]:
    """The reports, where what adds to the news and has no day ("they also agreed to build a bridge") takes that of the
    nearest of its type."""
    days: dict[tuple[str, str], list[Report]] = defaultdict(list)
    for report in reports:
        if report.precision == "day":
            days[report.event_type, report.modality].append(report)
    for report in reports:
        like = days.get((report.event_type, report.modality))
        if report.first is None and like and _adds(report.sentence):
            number = report.sentence.number
            near = min(like, key=lambda r: abs(r.sentence.number - number))
            yield replace(report, first=near.first, last=near.last, precision=near.precision)
        else:
            yield report


def _adds(sentence: Sentence) -> bool:
    return events_cues.says(sentence.language, "also").search(sentence.text.lower()) is not None


def _distinct(reports: Iterable[Report]) -> list[Report]:
    """One report an event: of those of one type the best dated first, others only where their days lie apart."""
    kept: list[Report] = []
    for report in sorted(reports, key=_rank):
        if not any(k.event_type == report.event_type and _overlap(k, report) for k in kept):
            kept.append(report)
    return sorted(kept, key=lambda r: (r.sentence.number, r.sentence.start, r.at))


def _rank(report: Report) -> tuple[int, bool, bool, int]:
    exactness = next((n for n, names in enumerate(EXACT) if report.precision in names), len(EXACT))
    is_stay = report.event_type in ABROAD and report.precision == "range"
    return (exactness, not is_stay, report.sentence.number == TITLE, report.sentence.number)


def _overlap(a: Report, b: Report) -> bool:
    """Whether two reports of one article can be of one event: overlapping days, where news without a date may be a
    little older; what is dated and denied is not what is claimed."""
    if a.first is None or b.first is None or a.last is None or b.last is None:
        return True
    if (a.modality == "denied") != (b.modality == "denied"):
        return False
    if "recent" in (a.precision, b.precision):
        return a.first - b.last <= NEWS and b.first - a.last <= NEWS
    return a.first <= b.last and b.first <= a.last and not _differ(a, b)


def _differ(a: Report, b: Report) -> bool:
    """Whether two dated reports tell of a plan and of what happened, of one project and of something else, or of other
    people on other days."""
    ours, theirs = (r.participants & r.sentence.ids(PERSON) for r in (a, b))
    others = bool(ours and theirs) and not ours & theirs and (a.first, a.last) != (b.first, b.last)
    things = a.sentence.ids(PROJECT) != b.sentence.ids(PROJECT)
    return others or things or (a.modality == "planned") != (b.modality == "planned")


def _rows(reports: Iterable[Report]) -> Iterator[tuple[object, ...]]:
    """Rows of EVENT_REPORTS; of two events of one type in a sentence, the second from its clause on."""
    seen: set[tuple[str, str, int]] = set()
    for report in reports:
        s = report.sentence
        starts = (s.start, s.start + s.clause(report.at)[0], s.start + report.at)
        start = next((start for start in starts if (s.field, report.event_type, start) not in seen), None)
        if start is None:
            continue
        seen.add((s.field, report.event_type, start))
        yield (
            s.article_id, s.field, report.event_type, report.first, report.last, report.precision, report.modality,
            sorted(report.participants), report.place_id, start, s.end,
        )  # fmt: skip
