"""Words that tell what is not the text of an article, as patterns; the words are in sql/reference/article_cues.toml."""

import re
from functools import cache

from tasks.core import reference

LONGEST_HEADING = 70
LONGEST_BEHIND_COLON = 15
LONGEST_LINE = 220
LONGEST_LEGAL = 1_500


@cache
def pattern(name: str, at_start: bool = True) -> re.Pattern[str]:
    """One list of the file as one pattern: at the start of a line behind signs, or anywhere."""
    words = "|".join(reference.document("article_cues")[name])
    return re.compile(rf"[^\w\[(（©]*(?:{words})" if at_start else words, re.I)


def is_end(line: str) -> bool:
    """Whether a line is a heading below which the article may be over."""
    if len(line) > LONGEST_HEADING or len(line.partition(":")[2]) > LONGEST_BEHIND_COLON:
        return False
    return pattern("ends").match(line) is not None or is_end_for_good(line)


def is_end_for_good(line: str) -> bool:
    """Whether a line is a heading below which the article is over."""
    return len(line) <= LONGEST_HEADING and pattern("ends_for_good").match(line) is not None


def is_rating(line: str) -> bool:
    """Whether a line asks readers to rate the article, which stands below the text."""
    return len(line) <= LONGEST_HEADING and pattern("rating").match(line) is not None


def is_legal(line: str) -> bool:
    """Whether a line is a notice of rights and the like."""
    return len(line) < LONGEST_LEGAL and pattern("legal", at_start=False).search(line) is not None


def is_furniture(line: str) -> bool:
    """Whether a line inside a text is an advertisement, a read-also link, a count or a credit."""
    return len(line) <= LONGEST_LINE and pattern("lines").match(line) is not None
