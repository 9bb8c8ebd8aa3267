"""The text of an article: the blocks of one box of the page, from the headline to the first that is not text."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

from lxml import html

from tasks.core import articles_blocks
from tasks.core import articles_cues as cues
from tasks.core.articles_blocks import HEADINGS, Block, Box
from tasks.core.articles_bounds import bounds, densest, main_element, main_kind
from tasks.core.articles_scores import CJK, ENDS, weigh, weight

MIN_TITLE = 8
MIN_HEADING = 20
MAX_TITLE = 300
MAX_LEAD_GAP = 30
MIN_LEAD = 40
MAX_LINKED, MOST_LINKED, LONG_SENTENCE = 0.5, 0.85, 120
MAX_LEAD_LINKED = 0.4
MIN_BELOW = 0.25
MAX_ABOVE = 8
REPEATED = 3
MIN_REPEAT, MIN_COPY, MOST_REPEATED = 60, 3, 0.8
BEHIND = 12
LONGEST_LABEL = 80


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
    linked = linked_headings(blocks, first, last)
    inside = [b for b in without_lines_above(blocks[first : last + 1]) if is_text(b) or id(b) in linked]
    inside = without_labels(blocks[first : last + 2], inside)
    chosen = without_copy(leads(blocks, first, inside) + without_trailing_headings(inside))
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


def linked_headings(blocks: Sequence[Block], first: int, last: int) -> frozenset[int]:
    """The ids of headings that are links, stand among the paragraphs of the text and have one right below them."""
    kind = main_kind(blocks[first : last + 1])
    return frozenset(
        id(block)
        for block, below in pairwise(blocks[first : last + 1])
        if block.box.tag in HEADINGS and block.link_share > MAX_LINKED and not block.is_margin and not block.is_title
        if below.score > 0 and below.kind == kind and below.box.parent is block.box.parent
    )


def is_sentence_of_links(block: Block) -> bool:
    """Whether a paragraph is text although most of it is links."""
    is_long = len(block.text) >= LONG_SENTENCE and ENDS.search(block.text) is not None
    return is_long and block.box.tag in ("p", "li") and block.link_share <= MOST_LINKED


def without_trailing_headings(blocks: list[Block]) -> list[Block]:
    """The same without headings, and lines that announce something, below which nothing stands."""
    last = len(blocks)
    while last and blocks[last - 1].score <= 0 and is_announcement(blocks[last - 1]):
        last -= 1
    return blocks[:last]


def without_copy(blocks: list[Block]) -> list[Block]:
    """The same without a second copy of all paragraphs, as some pages hold for printers or small screens."""
    seen: dict[str, object] = {}
    for index, block in enumerate(blocks):
        if weight(block.text) < MIN_REPEAT:
            continue
        if seen.get(block.text, block.kind) != block.kind:
            return blocks[:index] if len(seen) >= MIN_COPY and is_copy(blocks[index:], seen) else blocks
        seen[block.text] = block.kind
    return blocks


def is_copy(blocks: Sequence[Block], seen: Collection[str]) -> bool:
    """Whether blocks are all the paragraphs that were seen and little more."""
    repeated = [block.text for block in blocks if block.text in seen]
    own = sum(len(block.text) for block in blocks)
    return set(repeated).issuperset(seen) and sum(map(len, repeated)) >= MOST_REPEATED * own


def without_labels(blocks: Sequence[Block], inside: Sequence[Block]) -> list[Block]:
    """`inside` without the headings of links that are not of it, which lie in boxes of their own; `blocks` are those
    among which it stands."""
    kept, own = {id(block) for block in inside}, main_element(inside)
    pairs = pairwise(blocks)
    labels = {id(block) for block, below in pairs if id(below) not in kept and is_label(block, below, own)}
    return [block for block in inside if id(block) not in labels]


def is_label(block: Block, below: Block, own: Box | None) -> bool:
    """Whether a block is the heading of a link to another page, and not one of the text, which stands in `own`."""
    if block.box.tag not in HEADINGS or len(block.text) > LONGEST_LABEL or own is None or block.box.parent is own:
        return False
    is_link = below.link_share > MAX_LINKED and not (below.href or "").startswith("#")
    return is_link and below.box.tag not in HEADINGS


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
    if not found:
        return only_heading(blocks)
    main = [index for index in found if blocks[index].box.tag == "h1"]
    headings = [index for index in found if blocks[index].box.tag in HEADINGS]
    index = next(iter(main or headings or found), None)
    is_below = index is not None and not main and any(block.box.tag == "h1" for block in blocks[:index])
    return None if is_below and _mass(blocks[index:]) < MIN_BELOW * _mass(blocks) else index


def _mass(blocks: Sequence[Block]) -> int:
    return sum(len(block.text) for block in blocks if block.link_share < MAX_LINKED)


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


def only_heading(blocks: Sequence[Block]) -> int | None:
    """The index of the only main heading of a page whose metadata say another title, and which is marked as it."""
    main = [index for index, block in enumerate(blocks) if block.box.tag == "h1"]
    if len(main) != 1 or weight(blocks[main[0]].text) < MIN_HEADING or blocks[main[0]].link_share > 0.5:
        return None
    if _mass(blocks[main[0] :]) < MIN_BELOW * _mass(blocks):
        return None
    blocks[main[0]].is_title = True
    return main[0]
