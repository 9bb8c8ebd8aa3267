"""The text of an article: the blocks of one box of the page, from the headline to the first that is not text."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lxml import html

from tasks.core import articles_blocks
from tasks.core import articles_cues as cues
from tasks.core.articles_blocks import HEADINGS, Block, Box
from tasks.core.articles_scores import CJK, ENDS, weigh, weight

MIN_TITLE = 8
MAX_TITLE = 300
ENOUGH = 250
GOES_ON = 0.15
DEEPER = 0.95
SIBLINGS = 0.2
MAX_LEAD_GAP = 30
MIN_LEAD = 40
MAX_LINKED, MOST_LINKED, LONG_SENTENCE = 0.5, 0.85, 120
MAX_LEAD_LINKED = 0.4
MIN_BELOW = 0.25
MAX_ABOVE = 8
LONGEST_SUMMARY, MANY = 440, 3
REPEATED = 3
BEHIND = 12


@dataclass(frozen=True, slots=True)
class Reading:
    """The outermost box of a page, its blocks, and which of them is the headline."""

    root: Box
    blocks: list[Block]
    title: int | None


@dataclass(frozen=True, slots=True)
class Choice:
    """The blocks that were chosen, those among and behind them that were not, and how much of the page they are.

    `text_share` is a share of the page's unlinked text, `prose_share` of what reads like prose.
    """

    blocks: list[Block]
    beside: list[Block]
    text_share: float
    prose_share: float


def read(tree: html.HtmlElement, titles: Sequence[str]) -> Reading:
    """The blocks of a page whose headline is one of `titles`."""
    root, blocks = articles_blocks.read(tree)
    wanted = [normal(title) for title in titles if title.strip()]
    for block in blocks:
        block.is_title = block.link_share < 0.5 and is_title(block.text, wanted)
    return Reading(root, blocks, headline(blocks))


def choose(reading: Reading) -> Choice:
    """The article's blocks, without its headline. No block where the page has no prose."""
    root, blocks, title = reading.root, reading.blocks, reading.title
    weigh(root, blocks, title)
    if not blocks or root.mass <= 0:
        return Choice([], [], 0.0, 0.0)
    first, last = bounds(blocks, densest(root), title)
    inside = [block for block in without_lines_above(blocks[first : last + 1]) if is_text(block)]
    chosen = leads(blocks, first, inside) + without_trailing_headings(inside)
    beside = [b for b in blocks[first : last + 1] if not is_text(b)] + list(blocks[last + 1 : last + 1 + BEHIND])
    text = sum(len(block.text) for block in blocks if block.link_share < 0.5)
    prose = sum(block.score for block in blocks[first : last + 1] if block.score > 0)
    return Choice(chosen, beside, sum(len(block.text) for block in chosen) / max(1, text), prose / root.mass)


def without_lines_above(blocks: Sequence[Block]) -> list[Block]:
    """The same without the lines among the summaries above the first block of the text's own kind."""
    kind = main_kind(blocks)
    own = next((index for index, block in enumerate(blocks) if block.kind == kind), 0)
    if own > MAX_ABOVE:
        return list(blocks)
    return [*(block for block in blocks[:own] if is_lead(block)), *blocks[own:]]


def is_text(block: Block) -> bool:
    """Whether a block between the first and the last of an article is of it."""
    if block.is_margin or block.is_title or (block.score <= 0 and cues.is_end(block.text)):
        return False
    return block.link_share <= MAX_LINKED or is_sentence_of_links(block)


def is_sentence_of_links(block: Block) -> bool:
    """Whether a paragraph is text although most of it is links."""
    is_long = len(block.text) >= LONG_SENTENCE and ENDS.search(block.text) is not None
    return is_long and block.box.tag == "p" and block.link_share <= MOST_LINKED


def without_trailing_headings(blocks: list[Block]) -> list[Block]:
    """The same without headings, and lines that announce something, below which nothing stands."""
    last = len(blocks)
    while last and blocks[last - 1].score <= 0 and is_announcement(blocks[last - 1]):
        last -= 1
    return blocks[:last]


def is_announcement(block: Block) -> bool:
    return block.box.tag in HEADINGS or block.text.endswith((":", "："))


def normal(text: str) -> str:
    """A text reduced to its words, for comparison."""
    return re.sub(r"\W+", " ", text.lower()).strip()


def is_title(text: str, titles: Sequence[str]) -> bool:
    """Whether a line is the headline: one of the titles or most of it, as titles carry the outlet's name."""
    if len(text) > MAX_TITLE:
        return False
    line = normal(text)
    if len(line) < MIN_TITLE and not CJK.search(line):
        return False
    return any(
        line == title
        or (line in title and len(line) >= 0.4 * len(title))
        or (title in line and len(title) > max(15, 0.7 * len(line)))
        for title in titles
    )


def headline(blocks: Sequence[Block]) -> int | None:
    """The index of the block that is the headline: a main heading, or another, or any line that says the same."""
    found = [index for index, block in enumerate(blocks) if block.is_title]
    main = [index for index in found if blocks[index].box.tag == "h1"]
    headings = [index for index in found if blocks[index].box.tag in HEADINGS]
    index = next(iter(main or headings or found), None)
    is_below = index is not None and not main and any(block.box.tag == "h1" for block in blocks[:index])
    return None if is_below and _mass(blocks[index:]) < MIN_BELOW * _mass(blocks) else index


def _mass(blocks: Sequence[Block]) -> int:
    return sum(len(block.text) for block in blocks if block.link_share < MAX_LINKED)


def densest(root: Box) -> Box:
    """The inmost box with the highest score, or the one around it where its siblings carry more of the same text."""
    best = max((box for box in root.family() if box.mass > 0), key=lambda box: box.score)
    while deeper := [box for box in best.children if box.mass > 0 and box.score >= DEEPER * best.score]:
        best = deeper[0]
    for _ in range(3):
        if best.parent is None or not best.name.strip():
            break
        same = [box for box in best.parent.children if box is not best and box.kind == best.kind]
        if sum(max(0.0, box.score) for box in same) <= SIBLINGS * best.score:
            break
        best = best.parent
    return best


def bounds(blocks: Sequence[Block], box: Box, title: int | None) -> tuple[int, int]:
    """Index of the first and the last block of the article inside a box."""
    family = {id(inner) for inner in box.family()}
    inside = [id(block.box) in family for block in blocks]
    indices = [index for index, value in enumerate(inside) if value]
    stop = end(blocks, indices)
    limit = len(blocks) if stop is None else stop
    first, last = best_run([index for index in indices if index < limit], blocks)
    kind = main_kind(blocks[index] for index in range(first, last + 1) if inside[index])
    while last + 1 < limit and inside[last + 1] and is_same(blocks[last + 1], kind):
        last += 1
    while first > 0 and inside[first - 1] and is_same(blocks[first - 1], kind) and (title is None or first - 1 > title):
        first -= 1
    return after_title(blocks, first, last), before_teasers(blocks, first, last, kind)


def end(blocks: Sequence[Block], indices: Sequence[int]) -> int | None:
    """The first heading below which the article does not go on; None where there is none."""
    mass = 0.0
    for position, index in enumerate(indices):
        block = blocks[index]
        if block.score > 0:
            mass += block.score
        elif mass >= ENOUGH and block.box.tag != "li" and not block.is_title and cues.is_end(block.text):
            kind = main_kind(blocks[i] for i in indices[:position])
            below = [blocks[i] for i in indices[position + 1 :]]
            rest = sum(b.score for b in below if b.score > 0 and b.kind == kind)
            if rest < (1.0 if cues.is_end_for_good(block.text) else GOES_ON) * mass:
                return index
    return None


def best_run(indices: Sequence[int], blocks: Sequence[Block]) -> tuple[int, int]:
    """First and last index of the run of blocks with the highest sum of scores."""
    best, total, start = float("-inf"), 0.0, indices[0]
    found = (start, start)
    for index in indices:
        if total <= 0:
            total, start = 0.0, index
        total += blocks[index].score
        if total > best:
            best, found = total, (start, index)
    return found


def before_teasers(blocks: Sequence[Block], first: int, last: int, kind: object) -> int:
    """The last block of the text; what follows the last one of its kind is dropped where it is links with summaries."""
    own = max((index for index in range(first, last + 1) if blocks[index].kind == kind), default=last)
    behind = blocks[own + 1 : last + 1]
    prose = [len(block.text) for block in behind if block.score > 0]
    links = sum(block.link_share > MAX_LINKED for block in behind)
    is_list = len(prose) >= MANY or (prose and max(prose) <= LONGEST_SUMMARY)
    return own if is_list and links >= len(prose) else last


def main_kind(blocks: Iterable[Block]) -> object:
    """The kind of blocks that holds the most prose."""
    masses: Counter[object] = Counter()
    for block in blocks:
        if block.score > 0:
            masses[block.kind] += int(block.score) + 1
    return masses.most_common(1)[0][0] if masses else None


def is_same(block: Block, kind: object) -> bool:
    """Whether a block at the edge of the text is still of it."""
    if block.is_margin or block.is_title or block.link_share > 0.4:
        return False
    own = ("p", *block.kind[1:]) if block.box.tag == "li" else block.kind
    return own == kind and not cues.is_end(block.text) and not cues.is_legal(block.text)


def after_title(blocks: Sequence[Block], first: int, last: int) -> int:
    """Where the text begins: below a headline inside it."""
    titles = [index for index in range(last) if blocks[index].is_title]
    if not any(index <= first for index in titles):
        whole = sum(max(0.0, block.score) for block in blocks[first : last + 1])
        for index in titles:
            if sum(max(0.0, block.score) for block in blocks[index : last + 1]) > 0.6 * whole:
                return index + 1
    return first


def leads(blocks: Sequence[Block], first: int, text: Sequence[Block]) -> list[Block]:
    """The summaries and second headlines between the headline and the text, unless the text begins with the same."""
    above = [index for index in range(first) if blocks[index].is_title]
    if not above or first - above[-1] >= MAX_LEAD_GAP:
        return []
    found = [block for block in blocks[above[-1] + 1 : first] if is_lead(block)]
    below = normal(" ".join(block.text for block in text[:REPEATED]))
    return [block for block in found if block.score > 0 or normal(block.text) not in below]


def is_lead(block: Block) -> bool:
    """Whether a block between headline and text is a summary or a second headline."""
    if block.is_margin or block.link_share > MAX_LEAD_LINKED or cues.is_end(block.text):
        return False
    return block.score > 0 or (block.box.tag in HEADINGS and weight(block.text) >= MIN_LEAD)
