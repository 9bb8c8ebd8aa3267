"""Which types of events a sentence tells of, when its cues are looked at beside each other and beside who is named."""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from tasks.core import events_cues
from tasks.core.events_sentences import PAIR, Named, Sentence, is_at_war
from tasks.core.events_speakers import sources
from tasks.core.events_turns import is_commemorated, is_receiver

RUSSIAN_LEADERS = frozenset({"putin"})
KOREAN_LEADERS = frozenset({"kim_jong_un", "kim_jong_il"})
PERSON = frozenset({"person"})
PLACES = frozenset({"place", "country"})
PARTIES = PERSON | PLACES | {"body"}
BETWEEN = frozenset({"talks", "arms_transfer", "trade_transport", "labour", "agreement_treaty"})
IN_NUMBERS = ("labour", "troop_deployment", "trade_transport")
SUBJECT = 6  # characters between the beginning of a clause and the name of the one that it is about
MEETING = frozenset({"talks", "summit"})
PARTNERS = frozenset({"person", "country"})
ROW = PARTNERS | {"place"}
JOINED = 12  # characters between names in a row
TITLE_BEFORE = 24  # characters of a title before a name
JOINT = re.compile(r"(?:[\s\-–·・ㆍ/、,]|and|и|та|і|dan|và|와|과|與|与|和|と|との|과의|와의|['’]s?)*")
ABROAD = frozenset({"visit", "parliament_party"})
AT_WAR = frozenset({"arms_transfer", "troop_deployment"})
BESIDE = 15  # characters between two objects of one act ("soldiers and shells")
APART = 20  # characters from a word that tells of a type alone to an object that makes it another type, too
NEAR = 24  # characters between a place and the word that makes it one that is left
SAME_WORDS = 20  # characters between words of one phrase
DELEGATION = re.compile(
    r" ?(?:[가-힣一-鿿ァ-ヿ]{0,4}"
    r"(?:大学|大學|대학교?|動物園|动物园|동물원|水族館|博物館|博物馆|劇場|剧院|극장|市|州|주|시) ?)?"
    r"の?(?:代表[団团團]|訪問団|대표단)"
)  # behind a place: whose delegation it is, not where something takes place
Cue = tuple[str, int, int | None]
Types = dict[str, list[int]]


def types(sentence: Sentence, context: tuple[Sentence, ...], cues: Iterable[Cue]) -> Types:
    """The types that the cues (type, character, how far its object is: null where it is not in the sentence) tell of,
    and where."""
    found: Types = {}
    for event_type, at, gap in _closest(cues):
        if (gap is not None or sentence.is_dated) and not is_commemorated(sentence, at):
            found.setdefault(event_type, []).append(at)
    _choose_meeting(found, sentence, context)
    _choose_reading(found)
    _choose_by_names(found, sentence)
    if "talks" in found and not _both_talk(sentence, context):
        found.pop("talks")
    if "visit" in found:
        found["visit"] = [at for at in found["visit"] if not _is_of_many(sentence, at, found)]
    both = sentence.sides.union(*(s.sides for s in context)) >= PAIR
    own = {name: [at for at in places if _is_of_the_two(sentence, name, at)] for name, places in found.items()}
    return {name: places for name, places in own.items() if places and (both or name in AT_WAR)}


def _choose_by_names(found: Types, sentence: Sentence) -> None:
    """A delegation without a person named is an exchange or trade rather than a visit, and sanctions that a third party
    imposes for arms are no transfer."""
    if {"culture_exchange", "trade_transport"} & found.keys() and not _persons(sentence.named):
        found.pop("visit", None)
    if "sanctions" in found and any(n.side not in PAIR and n.kind in PARTNERS | {"body"} for n in sentence.named):
        found.pop("arms_transfer", None)


def _is_of_the_two(sentence: Sentence, event_type: str, at: int) -> bool:
    """Whether the event of a type at a character can be one between the two."""
    if event_type in ABROAD:
        return host(sentence, at) is not None or _goes_on(sentence, at)
    if event_type == "military_cooperation":
        return _is_ours(sentence, at)
    if event_type in MEETING and _is_of_others(sentence, at):
        return False
    if event_type == "arms_transfer" and _is_arming_others(sentence, at):
        return False
    return event_type not in BETWEEN or not _is_with_others(sentence, at)


def _closest(cues: Iterable[Cue]) -> Iterator[Cue]:
    """Of cues of several types at one word those whose objects are nearest: who sends workers to pay for missiles sends
    no missiles. A word that tells of its own type alone leaves only types whose object is near."""
    known = list(cues)
    reach: dict[int, int] = {}
    for _, at, gap in known:
        if gap is not None:
            own = APART if gap == events_cues.SOLE else gap + BESIDE
            reach[at] = min(own, reach.get(at, own))
    for event_type, at, gap in known:
        if gap is None or gap <= reach[at]:
            yield event_type, at, gap


def _choose_reading(found: Types) -> None:
    """Of words that are read in two ways, the closer reading: those who agree to build a bridge do not build it yet."""
    _separate(found, "agreement_treaty", ("trade_transport", "message_exchange", "statement"))
    _separate(found, "statement", ("message_exchange",))
    _separate(found, "message_exchange", ("talks", "summit"))
    closer = {
        "message_exchange": ("culture_exchange",),
        "un_action": ("sanctions",),
        "troop_deployment": ("military_cooperation", "labour", "personnel"),
    }
    for event_type, others in closer.items():
        for other in others if found.get(event_type) else ():
            found.pop(other, None)


def _is_of_many(sentence: Sentence, at: int, found: Types) -> bool:
    """Whether the verb tells of workers, soldiers or trains that arrive, and nobody is named who might be a visitor."""
    people = any(n.kind in PERSON for n in sentence.inside(sentence.clause(at)))
    return not people and any(at in found.get(event_type, ()) for event_type in IN_NUMBERS)


def _separate(found: Types, event_type: str, others: Iterable[str]) -> None:
    """Leave out the cues of other types that stand in one phrase with one of a type."""
    for other in others if event_type in found else ():
        apart = (at for at in found.get(other, []) if all(abs(at - own) > SAME_WORDS for own in found[event_type]))
        found[other] = list(apart)


def sends(sentence: Sentence, place: Named) -> bool:
    """Whether a place is where a delegation is from ("モスクワ大学の代表団")."""
    return DELEGATION.match(sentence.text, place.end - sentence.start) is not None


def is_left(sentence: Sentence, place: Named) -> bool:
    """Whether a place is where somebody sets out from ("left Pyongyang for Moscow"), beside one of the other side."""
    people = _persons(sentence.named)
    if people and place.side not in people:
        return False  # a guest leaves where he has been
    others = any(n.side in PAIR - {place.side} for n in sentence.named if n.kind in PLACES)
    start, end = place.start - sentence.start, place.end - sentence.start
    before, behind = _left(sentence.language)
    text = sentence.text.lower()
    left = before.search(text[max(0, start - NEAR) : start]) or behind.match(text[end : end + NEAR])
    return others and left is not None


@cache
def _left(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What stands right before a place that is left, and right behind one."""
    before, behind = (events_cues.says(language, role).pattern for role in ("left", "left_after"))
    return re.compile(before + r"\W{0,3}$"), re.compile(r"\W{0,3}" + behind)


def host(sentence: Sentence, at: int) -> Named | None:
    """The place of one side that somebody of the other comes to, by the clause of the cue; None where there is none.

    The visitor is named in that clause, or else nobody of the host's side is: then he is named beside it. Where the
    clause names no place, it is the dateline's ("left here").
    """
    near = sentence.inside(sentence.clause(at))
    places = [n for n in near if n.kind in PLACES and not sends(sentence, n)]
    if not places:
        return sentence.here_named
    places = [n for n in places if not is_left(sentence, n)] or places
    people = _persons(near) or _persons(sentence.named)
    abroad = [n for n in places if n.kind == "place" and n.side in PAIR - people]
    places = abroad if len(people) == 1 and abroad else places
    place = min(places, key=lambda n: abs(n.start - sentence.start - at))
    if place.side not in PAIR:
        return None
    visitors = any(n.side in PAIR - {place.side} for n in near)
    hosts = any(n.side == place.side and n.kind not in PLACES for n in near)
    return place if visitors or not hosts else None


def _persons(names: Iterable[Named]) -> frozenset[str]:
    """The sides of the pair of which persons are named."""
    return frozenset(n.side for n in names if n.kind == "person" and n.side in PAIR)


def _goes_on(sentence: Sentence, at: int) -> bool:
    """Whether the clause names nobody and gives a day: "The visit lasted from 9 to 12 May" goes on with one told."""
    return sentence.is_dated and not sentence.inside(sentence.clause(at))


def _is_with_others(sentence: Sentence, at: int) -> bool:
    """Whether the clause tells of one side and a third, and the other side only begins a clause of its own: "Lavrov met
    the Chinese minister, and North Korea was silent"."""
    own = sentence.clause(at)
    sides = frozenset(n.side for n in sentence.inside(own) if n.kind in PARTIES)
    away = [n for n in sentence.named if n.side in PAIR - sides and n.kind in PLACES | PERSON]
    starts = (n.start - sentence.start - sentence.clause(n.start - sentence.start)[0] for n in away)
    return bool(away) and len(sides & PAIR) == 1 and len(sides) > 1 and all(start <= SUBJECT for start in starts)


def _is_arming_others(sentence: Sentence, at: int) -> bool:
    """Whether arms go from or to somebody else: the clause gives them to another state, or one side alone is named with
    others, the party to the war apart."""
    given = (n for n in sentence.inside((at, sentence.clause(at)[1])) if n.kind == "country" and n.side not in PAIR)
    if any(is_receiver(sentence, n.start - sentence.start) for n in given):
        return True
    others = [n for n in sentence.named if n.kind in PARTIES - {"place"} and n.side not in PAIR]
    return not sentence.sides >= PAIR and any(not is_at_war(n) for n in others if n not in sources(sentence))


def _is_of_others(sentence: Sentence, at: int) -> bool:
    """Whether those named right beside a meeting are not the two: "Trump-Putin talks", "a meeting with Xi"."""
    before, marked = _named_before(sentence, at)
    met = _sides([*(before if marked else []), *_named_behind(sentence, at, "with")])
    meeting = _sides([*([] if marked else before), *_named_behind(sentence, at, "between")])
    if met:
        return not met & PAIR
    return bool(meeting - PAIR) and not meeting >= PAIR


def in_rows(sentence: Sentence) -> list[list[Named]]:
    """The countries of a sentence in rows that only list marks divide."""
    rows: list[list[Named]] = []
    for name in (n for n in sentence.named if n.kind == "country"):
        last = rows[-1][-1] if rows else None
        between = sentence.text[last.end - sentence.start : name.start - sentence.start] if last else ""
        if last and JOINT.fullmatch(between):
            rows[-1].append(name)
        else:
            rows.append([name])
    return rows


def _sides(names: Iterable[Named]) -> frozenset[str]:
    return frozenset(n.side for n in names if n.kind in PARTNERS)


def _named_before(sentence: Sentence, at: int) -> tuple[list[Named], bool]:
    """The names in a row right before a character, and whether a particle says that they are met ("푸틴과 회담")."""
    row: list[Named] = []
    edge, marked = sentence.start + at, False
    for name in reversed([n for n in sentence.named if n.end <= edge and n.kind in ROW]):
        between = sentence.text[name.end - sentence.start : edge - sentence.start]
        if len(between) > JOINED or not JOINT.fullmatch(between):
            break
        marked = marked or (not row and _met(sentence.language).search(between) is not None)
        if not (name.kind == "country" and row and row[-1].kind == "place"):  # "China's Beijing" is where
            row.append(name)
        edge = name.start
    return row, marked


def _named_behind(sentence: Sentence, at: int, joint: str) -> list[Named]:
    """The names in a row behind "talks with" or "a meeting between"."""
    found = _joint(sentence.language, joint).match(sentence.text.lower(), at)
    edge, row = (sentence.start + found.end() if found else 0), list[Named]()
    for name in (n for n in sentence.named if found and n.start >= edge and n.kind in PARTNERS):
        between = sentence.text[edge - sentence.start : name.start - sentence.start]
        if not (JOINT.fullmatch(between) if row else len(between) <= TITLE_BEFORE):
            break
        row.append(name)
        edge = name.end
    return row


@cache
def _joint(language: str, name: str) -> re.Pattern[str]:
    return re.compile(r"\w+(?:\s\w+)?\s" + events_cues.says(language, name).pattern + r"\s")


@cache
def _met(language: str) -> re.Pattern[str]:
    return re.compile(events_cues.says(language, "with_after").pattern)


def _choose_meeting(found: Types, sentence: Sentence, context: tuple[Sentence, ...]) -> None:
    """Talks of the two leaders are a summit, and a summit of others is talks."""
    if not {"talks", "summit"} & found.keys():
        return
    nearby = sentence.ids(PERSON).union(*(s.ids(PERSON) for s in context))
    strangers = any(n.kind == "person" and n.side not in PAIR for n in sentence.named)
    leaders = nearby & RUSSIAN_LEADERS and nearby & KOREAN_LEADERS and not strangers
    both = _is_of_leaders(sentence, (found.get("talks") or found.get("summit") or [0])[0])
    was_summit = "summit" in found
    at = found.pop("summit", found.get("talks", []))
    if both or (was_summit and leaders):
        found.pop("talks", None)
        found["summit"] = at


def _is_of_leaders(sentence: Sentence, at: int) -> bool:
    """Whether both leaders are named, and in the clause of the cue where anybody else of the two sides is too."""
    people = {n.entity_id for n in sentence.named if n.kind == "person" and n.side in PAIR}
    if people - RUSSIAN_LEADERS - KOREAN_LEADERS:
        people = {n.entity_id for n in sentence.inside(sentence.clause(at))}
    return bool(people & RUSSIAN_LEADERS and people & KOREAN_LEADERS)


def _both_talk(sentence: Sentence, context: tuple[Sentence, ...]) -> bool:
    """Whether both sides are named; or one, on a day, and somebody of the other in the sentence before."""
    if sentence.sides >= PAIR:
        return True
    before = [s for s in context if s.number == sentence.number - 1]
    others = PAIR - sentence.sides
    return sentence.is_dated and any(n.kind == "person" and n.side in others for s in before for n in s.named)


def _is_ours(sentence: Sentence, at: int) -> bool:
    """Whether the place named nearest to the cue, else the country, is one of the two; the dateline's where neither is
    named."""
    places = [n for n in sentence.named if n.kind == "place"] or [n for n in sentence.named if n.kind == "country"]
    nearest = min(places, key=lambda n: abs(n.start - sentence.start - at), default=None)
    return nearest.side in PAIR if nearest else sentence.here is not None


def visited(sentence: Sentence, at: int, country: Named) -> str:
    """The side whose country is visited: the other one, where the clause names it and only persons of one side."""
    near = sentence.inside(sentence.clause(at))
    people = {n.side for n in near if n.kind in PERSON and n.side in PAIR}
    others = [n.side for n in near if n.kind == "country" and n.side in PAIR - people]
    return others[0] if len(people) == 1 and others else country.side


def receiver(sentence: Sentence, at: int) -> str | None:
    """The side of whoever receives somebody, where the cue is such a word: named before it, or behind a passive."""
    text, language = sentence.text.lower(), sentence.language
    near = [n for n in sentence.inside(sentence.clause(at)) if n.kind in PERSON and n.side in PAIR]
    if events_cues.says(language, "received").match(text, at):
        return next((n.side for n in near if n.start - sentence.start > at), None)
    if events_cues.says(language, "receives").match(text, at) is None:
        return None
    before = [n.side for n in near if n.end - sentence.start <= at]
    return (before[0] if language in events_cues.UNSPACED else before[-1]) if before else None
