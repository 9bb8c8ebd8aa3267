"""Is a source alive? Silence is told from failure; the view `source_health` uses the same words and thresholds."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median
from typing import Literal

State = Literal["alive", "dead", "blocked", "changed", "teaser", "gap", "silent"]

BLOCKING = frozenset({"blocked", "robots", "rate_limited", "challenge"})
UNREACHABLE = frozenset({"dns", "connect", "tls", "timeout", "protocol", "server_error"})
SHORTEST_SILENCE = timedelta(days=7)
USUAL_GAPS = 4
TEASER_BYTES = 1_000  # UTF-8: about as much news in Latin as in a third of the characters in Chinese or Korean
WHOLE = re.compile(r"""[.!?。！？」』][\s"'»”’)\]】]{0,5}$""")
CUT = re.compile(r"""(?:\.{3}|…)[\s"'»”’)\]】]{0,5}$""")
CHALLENGE = re.compile(
    rb"<title>\s*(?:Just a moment|Attention Required|DDoS-Guard|Access denied|One more step|Security check)"
    rb"|cf-chl-|/cdn-cgi/challenge-platform/|_Incapsula_Resource|ddos-guard/js-challenge|px-captcha|g-recaptcha-response"
    rb"|enable JavaScript and cookies to continue",
    re.I,
)
CHALLENGE_BYTES = 60_000


@dataclass(frozen=True, slots=True)
class Page:
    """An article page that was asked for: why it failed, if it did, and the article's text, if it gave one."""

    failure: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Observation:
    """What a source answered. `places` holds, for each discovery document that was asked, why it failed or gave
    nothing readable (None: it was read); `published` are the times of what it announced, `known_new_at` when something
    of it was last new to us, `announced` how much it announced."""

    places: tuple[str | None, ...]
    pages: tuple[Page, ...] = ()
    announced: int = 0
    published: tuple[datetime, ...] = ()
    known_new_at: datetime | None = None
    has_gap: bool = False


@dataclass(frozen=True, slots=True)
class Health:
    """A state, and the reason for it in words."""

    state: State
    reason: str = ""


def classify(seen: Observation, now: datetime) -> Health:
    """The state of a source: the first that fits of dead or blocked, changed, teaser, gap, silent; else alive."""
    return (
        _by_places(seen.places)
        or _by_pages(seen.pages)
        or (Health("gap", "everything announced is new: something was missed") if seen.has_gap else None)
        or _by_silence(seen, now)
        or Health("alive")
    )


def is_challenge(body: bytes) -> bool:
    """Whether a page asks its reader to prove that it is a browser, instead of showing what it should."""
    return len(body) <= CHALLENGE_BYTES and CHALLENGE.search(body) is not None


def is_teaser(text: str) -> bool:
    """Whether an article is the beginning of one that is shown to subscribers: short, its last sentence cut off."""
    end = text.rstrip()
    return len(end.encode("utf-8", "replace")) < TEASER_BYTES and (
        not WHOLE.search(end[-20:]) or bool(CUT.search(end[-20:]))
    )


def usual_gap(published: Sequence[datetime]) -> timedelta | None:
    """The median time between two publications; None where there are fewer than three."""
    stamps = sorted(published)
    gaps = [later - earlier for earlier, later in pairwise(stamps)]
    return median(gaps) if len(gaps) >= 2 else None  # type: ignore[type-var]  # timedeltas can be added and halved


def _by_places(places: Sequence[str | None]) -> Health | None:
    """By the discovery documents, where none of them could be read."""
    reasons = [reason for reason in places if reason]
    if not places or len(reasons) < len(places):
        return None
    told = ", ".join(sorted(set(reasons)))
    if BLOCKING.intersection(reasons):
        return Health("blocked", told)
    return Health("changed" if {"not_a_feed", "not_found", "gone"}.intersection(reasons) else "dead", told)


def _by_pages(pages: Sequence[Page]) -> Health | None:
    """By the article pages, where most of them tell the same."""
    failed = [page.failure for page in pages if page.failure]
    for state, reasons in _STATES:
        told = [reason for reason in failed if reason in reasons]
        if len(told) * 2 > len(pages):
            return Health(state, ", ".join(sorted(set(told))))
    if sum(page.text is None for page in pages) * 2 > len(pages):
        return Health("changed", f"{sum(page.text is None for page in pages)} of {len(pages)} pages gave no article")
    teasers = sum(is_teaser(page.text) for page in pages if page.text is not None)
    return Health("teaser", f"{teasers} of {len(pages)} texts are cut") if teasers * 2 > len(pages) else None


def _by_silence(seen: Observation, now: datetime) -> Health | None:
    newest = max(seen.published, default=seen.known_new_at)
    if newest is None:
        return Health("silent", "it announces nothing") if not seen.announced else None
    patience = max(SHORTEST_SILENCE, USUAL_GAPS * (usual_gap(seen.published) or timedelta(0)))
    return Health("silent", f"nothing new since {newest:%Y-%m-%d}") if now - newest > patience else None


_STATES: tuple[tuple[State, frozenset[str]], ...] = (("blocked", BLOCKING), ("dead", UNREACHABLE))
