"""How much each block of a page looks like prose of the article, and which boxes are furniture."""

import re
from collections.abc import Iterator, Sequence

from tasks.core import articles_cues as cues
from tasks.core.articles_blocks import HEADINGS, Block, Box

CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
STOPS = re.compile("[.!?…。！？；;：:，,、]")
ENDS = re.compile(r"[.!?…。！？”\"»）)]\s*$")
CONTENT = re.compile(
    r"article[_-]*(?:body|content|text)|story[_-]*(?:body|content|text)|entry[_-]*content|post[_-]*(?:body|content|text)|"
    r"content[_-]*body|^content$|__content|main-?text",
    re.I,
)
COMMENTS = re.compile(r"comment(?!ary|ed)|disqus", re.I)
CJK_WEIGHT = 1.5
PROSE, SENTENCE, REMARK = 80, 45, 18
MAX_MARGIN_SHARE = 0.4
MAX_DOUBTFUL_MASS = 250
LINK_COST, LINE_COST, CELL_COST, MARGIN_COST = 12.0, 6.0, 3.0, 2.0
BEFORE_TITLE, BEFORE_UNSURE_TITLE, SURE_MASS, NEAR = 0.1, 0.5, 300, 60


def weigh(root: Box, blocks: Sequence[Block], title: int | None) -> None:
    """Set the score of every block, and the sums of every box. `title` is the index of the headline's block."""
    for block in blocks:
        block.score = prose(block)
    if title is not None:
        favour(blocks, title)
    boxes = root.family()
    around = set(_around(blocks[title].box)) if title is not None else set()
    for block in blocks:
        block.box.mass += max(0.0, block.score)
    for box in reversed(boxes[1:]):
        _outer(box).mass += box.mass
    for box in boxes:
        box.is_margin = (box.parent is not None and box.parent.is_margin) or is_margin(box, root.mass)
        if not box.is_margin and title is not None and id(box) not in around:
            box.is_margin = COMMENTS.search(box.name) is not None and root.mass - box.mass >= SURE_MASS
    for block in blocks:
        block.is_margin = block.box.is_margin
        block.score = min(block.score, 0) - MARGIN_COST if block.is_margin else block.score
        block.box.score += block.score
    for box in reversed(boxes[1:]):
        _outer(box).score += box.score


def _around(box: Box) -> Iterator[int]:
    """The ids of a box and all that it lies in."""
    inner: Box | None = box
    while inner is not None:
        yield id(inner)
        inner = inner.parent


def _outer(box: Box) -> Box:
    assert box.parent is not None
    return box.parent


def prose(block: Block) -> float:
    """About the length of a block of sentences; negative for links, headings and scraps."""
    length, share, tag = weight(block.text), block.link_share, block.box.tag
    if share > 0.5:
        return -LINK_COST - min(20, 0.1 * length)
    if tag in HEADINGS:
        return -2 if length < 250 else 10
    stops, has_end = len(STOPS.findall(block.text)), ENDS.search(block.text) is not None
    if (length >= PROSE and stops) or (length >= SENTENCE and has_end):
        score = length * (1 - 1.5 * share) * (1.0 if stops > 1 or has_end else 0.6)
        if score > 0 and cues.is_legal(block.text):
            return -4
        return score / 2 if tag in ("li", "dd", "dt") else score
    if length >= REMARK and has_end and share < 0.2 and tag in ("p", "blockquote"):
        return 6
    return -CELL_COST if tag == "td" else -LINE_COST


def weight(text: str) -> float:
    """Length of a text; a character of Chinese, Japanese or Korean says more than a letter."""
    sample = text[:400]
    return len(text) * (1 + CJK_WEIGHT * len(CJK.findall(sample)) / max(1, len(sample)))


def favour(blocks: Sequence[Block], title: int) -> None:
    """Prose near below the headline counts most; what stands above it, or far below behind menus, little."""
    near = sum(block.score for block in blocks[title + 1 : title + NEAR] if block.score > 0)
    above = BEFORE_TITLE if near >= SURE_MASS else BEFORE_UNSURE_TITLE
    scraps = 0
    for index, block in enumerate(blocks):
        if block.score <= 0:
            scraps += index > title
        else:
            block.score *= above if index < title else 1 / (1 + (scraps / NEAR) ** 2)


def is_margin(box: Box, mass: float) -> bool:
    """Whether a box is furniture by its name, and does not hold the article after all."""
    if box.tag == "p" or box.tag in HEADINGS or not (box.is_furniture or box.is_doubtful):
        return False
    if box.name and CONTENT.search(box.name):
        return False
    return box.mass < (MAX_MARGIN_SHARE * mass if box.is_furniture else MAX_DOUBTFUL_MASS)
