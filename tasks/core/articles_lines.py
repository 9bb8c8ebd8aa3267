"""The lines of a text, and what was among them that is not text: the author, and where the article was taken from."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from tasks.core import articles_cues as cues
from tasks.core import reference
from tasks.core.articles_blocks import Block

EDGE = 3
LONGEST_SOURCE = 160
LONGEST_NAMES = 150
MAX_LETTERS = 12  # of a month's name and such words as "updated"
STAMP = re.compile(r"\b\d{1,2}[:.]\d\d\b|\b\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\b|\b(?:19|20)\d\d\b")
SPACE = re.compile(r"\s+")
CREDIT = re.compile(r"^[(（][^()（）.!?。！？]{3,80}[)）]$")
REPORTER = re.compile(r"^\W*\S.{0,28}?(?:기자|특파원|記者|记者)\W{0,3}(?:\S{1,40}@\S{1,40})?$")


@dataclass(frozen=True, slots=True)
class Lines:
    """A cleaned text and the data that stood in it."""

    text: str
    byline: str | None = None
    source_line: str | None = None
    source_url: str | None = None


@cache
def source_pattern() -> re.Pattern[str]:
    """A line that names the origin: a word alone, a word, a colon and a name, or a preposition and a name."""
    words = "|".join(reference.document("article_cues")["source"])
    after = "|".join(reference.document("article_cues")["after"])
    named = rf"(?:{words})\s*[:：/]\s*(?P<name>\S.{{0,140}})?|(?:{words})|(?:{after})\s+(?P<agency>\S.{{0,80}}[^.!?:])"
    return re.compile(rf"^[^\w(]{{0,3}}(?:{named})$", re.I)


@cache
def list_pattern() -> re.Pattern[str]:
    """A list of sources in brackets at the end of a line."""
    words = "|".join(reference.document("article_cues")["according"])
    return re.compile(rf"[(（]\s*(?:{words})[\s:：]*[^()（）]{{2,{LONGEST_NAMES}}}[)）]\s*\.?$", re.I)


@cache
def byline_pattern() -> re.Pattern[str]:
    """A line that is an author's name behind a word that says so."""
    words = "|".join(reference.document("article_cues")["byline"])
    return re.compile(rf"^\W{{0,3}}(?:{words})\b\s*[:：]?\s+(?P<name>\w[^.!?。！？:]{{1,58}})$", re.I)


def clean(lines: Sequence[str], title: str | None, author: str | None = None) -> Lines:
    """The text without its headline, furniture, author and source lines; `author` is what the page says elsewhere."""
    kept = [SPACE.sub(" ", line).strip() for line in lines]
    kept = [line for line in kept if any(c.isalnum() for c in line) and not cues.is_furniture(line)]
    while kept and (is_stamp(kept[0], author) or (title and same(kept[0], title))):
        kept = kept[1:]
    found = Lines("")
    if len(kept) > 1 and CREDIT.match(kept[-1]) and is_name(kept[-1].strip("()（）")):
        found = replace(found, source_line=kept.pop())
    for number in reversed(range(len(kept))):
        if number < EDGE or number >= len(kept) - EDGE:
            kept[number], found = take(kept[number], found)
    return replace(found, text="\n".join(line for line in kept if line))


def take(line: str, found: Lines) -> tuple[str, Lines]:
    """What is left of a line at the edge of the text when an author or a source is taken from it."""
    if (names := list_pattern().search(line)) and len(line) <= LONGEST_SOURCE:
        before = line[: names.start()].strip()
        found = replace(found, source_line=found.source_line or names[0])
        return ("", replace(found, byline=before or found.byline)) if is_name(before) else (before, found)
    if len(line) <= LONGEST_SOURCE and (label := source_pattern().match(line)):
        return "", replace(found, source_line=found.source_line or credit(label))
    if (author := byline_pattern().match(line)) and is_name(author["name"]):
        return "", replace(found, byline=found.byline or author["name"])
    if len(line) <= 60 and REPORTER.match(line):
        return "", replace(found, byline=found.byline or line)
    return line, found


def sources(blocks: Sequence[Block], found: Lines) -> Lines:
    """The same with what blocks beside the text (links, author boxes) say of its sources."""
    for block in blocks:
        if len(block.text) > LONGEST_SOURCE:
            continue
        label = source_pattern().match(block.text)
        if block.href and label and found.source_url is None:
            found = replace(found, source_url=block.href, source_line=found.source_line or credit(label))
        elif found.source_line is None and (names := list_pattern().search(block.text)):
            before = block.text[: names.start()].strip()
            found = replace(found, source_line=names[0], byline=found.byline or (before if is_name(before) else None))
        elif found.source_line is None and label and label["name"]:
            found = replace(found, source_line=block.text)
    return found


def credit(label: re.Match[str]) -> str | None:
    """The line of a source where it names one; None where it is the word alone, which only a link followed."""
    return label[0] if label["name"] or label["agency"] else None


def is_stamp(line: str, author: str | None = None) -> bool:
    """Whether a line is little more than a date and a time, as stands below headlines, beside the author's name."""
    rest = line.replace(author, "") if author else line
    return (
        len(rest) <= 60 and len(STAMP.findall(rest)) > 0 and sum(map(str.isalpha, STAMP.sub("", rest))) <= MAX_LETTERS
    )


def author(line: str) -> str | None:
    """The name in a line that a page marks as its author's; None where it holds something else."""
    named = byline_pattern().match(line)
    name = (named["name"] if named else line).strip(" ·|,;:-–—")
    return name if len(name) > 1 and is_name(name) and not any(map(str.isdigit, name)) else None


def is_name(text: str) -> bool:
    """Whether a few words may be names: short, capitalised where letters have cases, without the end of a sentence."""
    words = text.split()
    return len(words) <= 6 and len(text) <= 60 and not any(word[0].islower() for word in words if len(word) > 3)


def same(line: str, title: str) -> bool:
    """Whether a line only repeats the headline."""
    words, wanted = re.sub(r"\W+", "", line.lower()), re.sub(r"\W+", "", title.lower())
    return bool(wanted) and (
        words == wanted or (len(wanted) > 15 and words in wanted and len(words) > 0.6 * len(wanted))
    )


def key(line: str) -> str:
    """A line as it is compared between pages: without numbers, case and space."""
    return SPACE.sub(" ", re.sub(r"\d+", "0", line)).strip().lower()


def wording_hash(title: str | None, text: str) -> str:
    """By what a version of an article is told from the next."""
    return hashlib.sha256(f"{title}\x1f{text}".encode()).hexdigest()
