"""Who takes part in the event of a sentence, and where it is."""

from collections.abc import Iterable

from tasks.core.events_places import host, is_left, receiver, sends, visited
from tasks.core.events_sentences import ACTORS, PAIR, Named, Sentence, sites
from tasks.core.events_types import ABROAD

MEETINGS = frozenset({"visit", "summit", "talks", "preparation", "message_exchange"})
THINGS = frozenset({"document", "project"})  # what is signed or built does not travel or meet
REGIONS = frozenset({"korean_peninsula"})  # what talks are about, not where they are held
STATES = {"RU": "russia", "DPRK": "dprk"}
PLACE, PROJECT = frozenset({"place"}), frozenset({"project"})


def participants_of(
    sentence: Sentence, named: Iterable[Named], context: tuple[Sentence, ...], event_type: str
) -> frozenset[str]:
    """Who is named in the sentence, its sources apart, the country where only its places are; for a side that is not,
    the country, or of a meeting who is named in the sentence before, in the title or in the first."""
    kinds = ACTORS - THINGS if event_type in MEETINGS else ACTORS
    actors = [n for n in named if n.kind in kinds]
    acting = frozenset(n.side for n in actors)
    found = frozenset(n.entity_id for n in actors) | frozenset(STATES[side] for side in sentence.sides - acting)
    for side in PAIR - sentence.sides:
        near = next((s for s in context if side in s.sides), None) if event_type in MEETINGS else None
        people = [n.entity_id for n in (near.named if near else ()) if n.side == side and n.kind in kinds]
        found |= frozenset(people or [STATES[side]])
    return found


def place_of(sentence: Sentence, event_type: str, at: int) -> str | None:
    """The place nearest to the cue, of a visit on the side of the hosts; their country where only that is told."""
    where = host(sentence, at) if event_type in ABROAD else None
    if where and where.kind in PLACE:
        return where.entity_id
    places = [n for n in sentence.named if n.kind in PLACE and n.entity_id not in REGIONS]
    places = [n for n in places if not sends(sentence, n) and not is_left(sentence, n)]
    places = [n for n in places if where and n.side == where.side] or ([] if where else places)
    if nearest := min(places, key=lambda n: abs(n.start - sentence.start - at), default=None):
        return nearest.entity_id
    if site := next(iter(sites(sentence.ids(PROJECT))), None):
        return site
    side = visited(sentence, at, where) if where else receiver(sentence, at) if event_type == "talks" else None
    return STATES[side] if side else None
