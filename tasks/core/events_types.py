"""Which types of events a sentence tells of, when its cues are looked at beside each other and beside who is named."""

from collections.abc import Iterable, Iterator

from tasks.core import events_cues
from tasks.core.events_meetings import MEETING, PARTNERS, PERSON, Types, both_talk, choose_meeting, is_of_others
from tasks.core.events_places import PLACES, host, persons
from tasks.core.events_sentences import PAIR, Sentence, is_at_war
from tasks.core.events_speakers import sources
from tasks.core.events_turns import is_commemorated, is_receiver

PARTIES = PERSON | PLACES | {"body"}
BETWEEN = frozenset({"talks", "arms_transfer", "trade_transport", "labour", "agreement_treaty"})
IN_NUMBERS = ("labour", "troop_deployment", "trade_transport")
SUBJECT = 6  # characters between the beginning of a clause and the name of the one that it is about
ABROAD = frozenset({"visit", "parliament_party"})
AT_WAR = frozenset({"arms_transfer", "troop_deployment"})
BESIDE = 15  # characters between two objects of one act ("soldiers and shells")
APART = 20  # characters from a word that tells of a type alone to an object that makes it another type, too
SAME_WORDS = 20  # characters between words of one phrase
Cue = tuple[str, int, int | None]


def types(sentence: Sentence, context: tuple[Sentence, ...], cues: Iterable[Cue]) -> Types:
    """The types that the cues (type, character, how far its object is: null where it is not in the sentence) tell of,
    and where."""
    found: Types = {}
    for event_type, at, gap in _closest(cues):
        if (gap is not None or sentence.is_dated) and not is_commemorated(sentence, at):
            found.setdefault(event_type, []).append(at)
    choose_meeting(found, sentence, context)
    _choose_reading(found)
    _choose_by_names(found, sentence)
    if "talks" in found and not both_talk(sentence, context):
        found.pop("talks")
    if "visit" in found:
        found["visit"] = [at for at in found["visit"] if not _is_of_many(sentence, at, found)]
    both = sentence.sides.union(*(s.sides for s in context)) >= PAIR
    own = {name: [at for at in places if _is_of_the_two(sentence, name, at)] for name, places in found.items()}
    return {name: places for name, places in own.items() if places and (both or name in AT_WAR)}


def _choose_by_names(found: Types, sentence: Sentence) -> None:
    """A delegation without a person named is an exchange or trade rather than a visit, and sanctions that a third party
    imposes for arms are no transfer."""
    if {"culture_exchange", "trade_transport"} & found.keys() and not persons(sentence.named):
        found.pop("visit", None)
    if "sanctions" in found and any(n.side not in PAIR and n.kind in PARTNERS | {"body"} for n in sentence.named):
        found.pop("arms_transfer", None)


def _is_of_the_two(sentence: Sentence, event_type: str, at: int) -> bool:
    """Whether the event of a type at a character can be one between the two."""
    if event_type in ABROAD:
        return host(sentence, at) is not None or _goes_on(sentence, at)
    if event_type == "military_cooperation":
        return _is_ours(sentence, at)
    if event_type in MEETING and is_of_others(sentence, at):
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


def _is_ours(sentence: Sentence, at: int) -> bool:
    """Whether the place named nearest to the cue, else the country, is one of the two; the dateline's where neither is
    named."""
    places = [n for n in sentence.named if n.kind == "place"] or [n for n in sentence.named if n.kind == "country"]
    nearest = min(places, key=lambda n: abs(n.start - sentence.start - at), default=None)
    return nearest.side in PAIR if nearest else sentence.here is not None
