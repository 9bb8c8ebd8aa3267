"""Where the article of a page begins and ends: in which box, and from which of its blocks to which."""

from collections import Counter
from collections.abc import Iterable, Sequence

from tasks.core import articles_cues as cues
from tasks.core.articles_blocks import Block, Box

ENOUGH = 250
GOES_ON = 0.15
DEEPER = 0.95
SIBLINGS = 0.2
MAX_LINKED, MAX_LINKED_EDGE = 0.5, 0.4
LONGEST_SUMMARY, MANY = 440, 3


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
    last = last_beside(blocks, first, last, limit)
    while first > 0 and inside[first - 1] and is_same(blocks[first - 1], kind) and (title is None or first - 1 > title):
        first -= 1
    return after_title(blocks, first, last), before_teasers(blocks, first, last, kind)


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


def end(blocks: Sequence[Block], indices: Sequence[int]) -> int | None:
    """The first heading below which the article does not go on; None where there is none."""
    mass = 0.0
    for position, index in enumerate(indices):
        block = blocks[index]
        if mass >= ENOUGH and (cues.is_rating(block.text) or is_other_headline(block, blocks[indices[0]])):
            return index
        if block.score > 0:
            mass += block.score
        elif mass >= ENOUGH and block.box.tag != "li" and not block.is_title and cues.is_end(block.text):
            kind = main_kind(blocks[i] for i in indices[:position])
            below = [blocks[i] for i in indices[position + 1 :]]
            rest = sum(b.score for b in below if b.score > 0 and b.kind == kind)
            if rest < (1.0 if cues.is_end_for_good(block.text) else GOES_ON) * mass:
                return index
    return None


def is_other_headline(block: Block, first: Block) -> bool:
    """Whether a main heading is that of an article element other than the one in which the text begins."""
    if block.box.tag != "h1" or block.is_title:
        return False
    own = block.box.nearest("article")
    return own is not None and own.mass >= ENOUGH and own is not first.box.nearest("article")


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


def last_beside(blocks: Sequence[Block], first: int, last: int, limit: int) -> int:
    """The last paragraph, behind furniture too, of the very element that holds most of the text, and the lists that
    follow it without a break."""
    own = main_element(blocks[first : last + 1])
    if own is None:
        return last
    behind = (i for i in range(last + 1, limit) if blocks[i].box.tag == "p" and is_beside(blocks[i], own))
    last = max((i for i in behind if blocks[i].score > 0), default=last)
    index = last + 1
    while index < limit and is_beside(blocks[index], own):
        last = index if blocks[index].box.tag == "li" else last
        index += 1
    return last


def main_element(blocks: Iterable[Block]) -> Box | None:
    """The element that holds the paragraphs with most of the prose; None where there are none."""
    boxes: dict[int, Box] = {}
    masses: Counter[int] = Counter()
    for block in blocks:
        if block.score > 0 and block.box.tag == "p" and block.box.parent is not None:
            boxes[id(block.box.parent)] = block.box.parent
            masses[id(block.box.parent)] += int(block.score) + 1
    return boxes[masses.most_common(1)[0][0]] if masses else None


def is_beside(block: Block, own: Box) -> bool:
    """Whether a block is a paragraph, a heading or a list of an element, and neither links nor a notice."""
    box = block.box.parent if block.box.tag == "li" else block.box
    if box is None or box.parent is not own or block.is_margin or block.link_share > MAX_LINKED_EDGE:
        return False
    return not cues.is_end(block.text) and not cues.is_legal(block.text)


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
    if block.is_margin or block.is_title or block.link_share > MAX_LINKED_EDGE:
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
