"""The words around a figure that say who gives it, whose it is, or that it is none (sql/reference/claim_cues.csv)."""

import re
from functools import cache
from typing import Literal

from tasks.core import reference
from tasks.core.quantities import NO_SPACES

Role = Literal["say", "speak", "refer", "price", "place", "send", "of"]


@cache
def cue(language: str, role: Role) -> re.Pattern[str] | None:
    """The forms of a role in a language as one pattern, in any case; None where it has none.

    `say` are the verbs of saying of attribution_cues.csv, `speak` these and verbs of giving figures, `refer` takes up
    figures of the sentence before, `price` stands near what something costs, `place` right in front of numbers that
    count nothing, `send` says that somebody's troops or goods go somewhere, `of` stands between what is counted and
    whose it is.
    """
    forms = reference.table("claim_cues").filter(language=language, role=role)["form"].to_list()
    if role in {"say", "speak"}:
        rows = reference.table("attribution_cues").filter(language=language, relation="words", cue="speak")["pattern"]
        forms += [form.strip() for row in rows for form in row.split("|") if form.strip()]
    end = "$" if role == "place" else ""
    return re.compile(_alternatives(forms, language) + end, re.IGNORECASE) if forms else None


def _alternatives(forms: list[str], language: str) -> str:
    """Whole words, `*` for any ending; any place where no spaces part words."""
    if language in NO_SPACES:
        return f"(?:{'|'.join(re.escape(form.rstrip('*')) for form in sorted(forms, key=len, reverse=True))})"
    words = (re.escape(form.rstrip("*")) + (r"\w*" if form.endswith("*") else "") for form in sorted(forms, key=len))
    return rf"(?<!\w)(?:{'|'.join(words)})(?!\w)"
