"""What happened between the two, when, where and to whom, as articles report it.

The words are in sql/reference/event_cues.csv and event_modality.csv (events_cues), the types in event_types.toml.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from tasks.core import events_cues
from tasks.core.events_dates import when
from tasks.core.events_merge import merge as merge
from tasks.core.events_sentences import ACTORS, PAIR, TITLE, Sentence, told
from tasks.core.records import EVENT_REPORTS

RUSSIAN_LEADERS = frozenset({"putin"})
KOREAN_LEADERS = frozenset({"kim_jong_un", "kim_jong_il"})
MEETINGS = frozenset({"visit", "summit", "talks"})
AT_WAR = frozenset({"arms_transfer", "troop_deployment"})
PERSON, COUNTRY, PLACE = frozenset({"person"}), frozenset({"country"}), frozenset({"place"})
BULLETS = ("-", "–", "•", "▲", "*")
LEAD = 0
NEWS = timedelta(days=10)
HOSTED = frozenset({"visit", "military_cooperation"})


@dataclass(frozen=True, slots=True)
class Report:
    """An event in a sentence; `at` is the character of the cue in it."""

    sentence: Sentence
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
    in the sentence and the other in the title or the sentence before. Sentences of one article that tell of one type
    with overlapping or missing dates are one row: the best dated, else the first.
    `date_start` and `date_end` are the days of the event, not of the report; null where the text gives none. Precision
    "recent" is news without a date: the three days up to the report. `place_id` is null where no place is named.
    An article without text, without one of the two sides or in a language without cues gives no row.
    """
    stories = list(told(articles, mentions, date_mentions))
    around = {id(s): (s, context) for story in stories for s, context in _paired(story)}
    rows = list(around.values())
    texts = [(row, s.language, s.cue_text) for row, (s, _) in enumerate(rows)]
    schema = {"row": pl.UInt32, "language": pl.String, "text": pl.String}
    cues: dict[int, dict[str, int]] = defaultdict(dict)
    for row, event_type, at in events_cues.matches(pl.DataFrame(texts, schema=schema, orient="row")).iter_rows():
        cues[row][event_type] = at
    reports: dict[str, list[Report]] = defaultdict(list)
    for row, (sentence, context) in enumerate(rows):
        reports[sentence.article_id] += _reports(sentence, context, cues[row])
    for sentence, context in rows:
        if not reports[sentence.article_id] and _is_statement(sentence):
            reports[sentence.article_id].append(_report(sentence, context, "statement", 0))
    found = [_row(report) for kept in reports.values() for report in _distinct(kept)]
    return pl.DataFrame(found, schema=EVENT_REPORTS, orient="row")


def _paired(story: Sequence[Sentence]) -> Iterator[tuple[Sentence, tuple[Sentence, ...]]]:
    """The sentences in which, or around which, both sides are named, with the title, the first and the one before."""
    title = tuple(story[:1]) if story and story[0].number == TITLE else ()
    for at, sentence in enumerate(story):
        context = tuple(story[1:2]) if sentence.number == TITLE else title + _before(story, at)
        if sentence.sides and sentence.sides.union(*(s.sides for s in context)) >= PAIR:
            yield sentence, context


def _before(story: Sequence[Sentence], at: int) -> tuple[Sentence, ...]:
    """The first sentence and the one before (for the first, the second); none for the items of a list."""
    first = at - story[at].number
    lead = (at + 1,) if at == first else dict.fromkeys((first, at - 1))
    before = tuple(story[n] for n in lead if n < len(story))
    return () if any(s.text.startswith(BULLETS) for s in (*before, story[at])) else before


def _reports(sentence: Sentence, context: tuple[Sentence, ...], cues: dict[str, int]) -> Iterator[Report]:
    for event_type, at in _types(sentence, context, cues).items():
        yield _report(sentence, context, event_type, at)


def _types(sentence: Sentence, context: tuple[Sentence, ...], cues: dict[str, int]) -> dict[str, int]:
    """The types that the cues tell of, when one is looked at beside the other."""
    types = dict(cues)
    people = sentence.ids(PERSON)
    nearby = people.union(*(s.ids(PERSON) for s in context))
    strangers = any(n.kind == "person" and n.side not in PAIR for n in sentence.named)
    leaders = nearby & RUSSIAN_LEADERS and nearby & KOREAN_LEADERS and not strangers
    if {"talks", "summit"} & types.keys():
        at = types.pop("summit", types.get("talks", 0))
        both = people & RUSSIAN_LEADERS and people & KOREAN_LEADERS
        if both or ("summit" in cues and leaders):
            types.pop("talks", None)
            types["summit"] = at
    if "talks" in types and not sentence.sides >= PAIR:
        types.pop("talks")
    if "message_exchange" in types:
        types.pop("culture_exchange", None)
    if "troop_deployment" in types:
        types.pop("military_cooperation", None)
        types.pop("labour", None)
    for event_type in HOSTED & types.keys():
        if not _is_hosted(sentence, types[event_type]):
            types.pop(event_type)
    return types


def _is_hosted(sentence: Sentence, at: int) -> bool:
    """Whether the place named nearest to the cue lies in one of the two states; the dateline's where none is named."""
    places = [n for n in sentence.named if n.kind in PLACE | COUNTRY]
    nearest = min(places, key=lambda n: abs(n.start - sentence.start - at), default=None)
    return nearest.side in PAIR if nearest else sentence.here is not None


def _is_statement(sentence: Sentence) -> bool:
    """Whether words alone are the news: both sides named, and a verb of saying, at the head of the article."""
    said = events_cues.says(sentence.language, "statement").search(sentence.text.lower())
    return sentence.number <= LEAD and sentence.sides >= PAIR and said is not None


def _report(sentence: Sentence, context: tuple[Sentence, ...], event_type: str, at: int) -> Report:
    first, last, precision = when(sentence, context, at, is_past=True)
    modality = _modality(sentence, first if precision != "recent" else None)
    if modality == "planned":
        first, last, precision = when(sentence, context, at, is_past=False)
        event_type = "preparation" if event_type in MEETINGS else event_type
    return Report(
        sentence, event_type, modality, first, last, precision, _participants(sentence, context), _place(sentence, at)
    )


def _modality(sentence: Sentence, first: date | None) -> str:
    def says(modality: str) -> bool:
        return events_cues.says(sentence.language, modality).search(sentence.text.lower()) is not None

    published = sentence.published_on
    if says("denied"):
        return "denied"
    if first and published and first > published:
        return "planned"
    if (first is None or published is None or first == published) and says("planned"):
        return "planned"
    return "claimed" if says("claimed") else "happened"


def _participants(sentence: Sentence, context: tuple[Sentence, ...]) -> frozenset[str]:
    """Who is named in the sentence; for a side that is not, who is named around it."""
    found = sentence.ids(ACTORS)
    for side in PAIR - sentence.sides:
        found |= frozenset(n.entity_id for s in context for n in s.named if n.side == side and n.kind in ACTORS)
    return found


def _place(sentence: Sentence, at: int) -> str | None:
    places = [n for n in sentence.named if n.kind in PLACE]
    nearest = min(places, key=lambda n: abs(n.start - sentence.start - at), default=None)
    return nearest.entity_id if nearest else None


def _distinct(reports: Iterable[Report]) -> list[Report]:
    """One report an event: of those of one type the best dated first, others only where their days lie apart."""
    kept: list[Report] = []
    for report in sorted(reports, key=_rank):
        if not any(k.event_type == report.event_type and _overlap(k, report) for k in kept):
            kept.append(report)
    return sorted(kept, key=lambda r: (r.sentence.number, r.sentence.start))


def _rank(report: Report) -> tuple[bool, bool, int]:
    dated = report.precision not in (None, "recent")
    return (not dated, report.sentence.number == TITLE, report.sentence.number)


def _overlap(a: Report, b: Report) -> bool:
    """Whether the days of two reports of one article can be of one event; news without a date may be a little older."""
    if a.first is None or b.first is None or a.last is None or b.last is None:
        return True
    news = NEWS if "recent" in (a.precision, b.precision) else timedelta(0)
    return a.first - news <= b.last and b.first - news <= a.last


def _row(report: Report) -> tuple[object, ...]:
    s = report.sentence
    days = (report.first, report.last, report.precision)
    return (
        s.article_id, s.field, report.event_type, *days, report.modality, sorted(report.participants),
        report.place_id, s.start, s.end,
    )  # fmt: skip
