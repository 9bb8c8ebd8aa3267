"""A page as blocks of text: what stands between two breaks, how much of it is links, and in which boxes it lies."""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from lxml import etree, html

SKIPPED = frozenset((
    "script", "style", "noscript", "template", "svg", "iframe", "object", "embed", "applet", "canvas", "audio", "video",
    "map", "head", "title", "meta", "link", "button", "select", "option", "textarea", "input", "label", "datalist",
    "dialog", "math", "rt", "rp",
))  # fmt: skip
MARGINAL = frozenset(("nav", "footer", "aside", "menu", "figcaption", "form"))
INLINE = frozenset((
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins",
    "kbd", "mark", "nobr", "q", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup",
    "time", "tt", "u", "var", "wbr", "img", "picture", "source", "o:p", "st1:place",
))  # fmt: skip
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
EDGE, STOP = r"(?:^|[\s_-])", r"(?:$|[\s_-])"
FURNITURE = re.compile(
    r"comment(?!ary|ed)|footer|side-?bar(?!-?(?:grid|layout|wrapper))|side[_-]?column|right[_-]?(?:col|bar|side)|"
    rf"{EDGE}(?:nav|menu|tags?|toolbar|rss|rating|poll){STOP}|navbar|navigation|submenu|bread-?crumb|"
    r"related|relation(?!ship)|recommend|similar|read-?(?:more|also|next)|"
    r"more-?(?:from|on|news|stories|articles)|most-?(?:read|popular|viewed)|popular|trending|(?:latest|last)-?news|"
    r"also-?read|see-?also|cookie|consent|gdpr|outbrain|taboola|caption|credits?(?:$|[\s_-])|byline|biograph|"
    r"pagination|pager(?:$|[\s_-])|paging|disqus|login|teaser|keyword|source-?link",
    re.I,
)
DOUBTFUL = re.compile(
    rf"{EDGE}(?:ads?|adv|advert\w*|tools?|bar|vote|hide){STOP}|share|social|sharing|follow-?us|newsletter|subscri(?:be|ption)|"
    r"sign-?up|banner|promo|sponsor|advertis|dfp|adsense|ad-?slot|ad-?container|copyright|author(?!-?content)|posted|"
    r"(?:post|article|entry)-?(?:meta|info|date|time|tools|footer|utility)|publish|timestamp|dateline|prev-?next|reply|snippet|preview(?!-?content)|"
    r"respond|search|widget|(?<!label-)hidden|sr-only|screen-reader|visually|skip-?link|print-?only|noprint|infobox|gallery|"
    r"slideshow|carousel|modal|popup|categor(?:y|ies)-?list|reklam|redir",
    re.I,
)
UTILITY = re.compile(r"\S*[:\[]\S*")
DIGITS = re.compile(r"\d+")
READ_ALOUD = re.compile(r"\bsr-?only|screen-?reader|visually-?hidden|clip\s?:\s?rect\(\s?[01](?:px)?[\s,]", re.I)
MAX_DEPTH = 200
MAX_BLOCKS = 20_000
LONGEST_STYLE = 500


@dataclass(slots=True)
class Box:
    """A block-level element; `name` is its class and id, `score` and `mass` (good text alone) sums over its blocks."""

    tag: str
    parent: "Box | None"
    name: str = ""
    is_furniture: bool = False
    is_doubtful: bool = False
    score: float = 0.0
    mass: float = 0.0
    is_margin: bool = False
    children: "list[Box]" = field(default_factory=list)

    def family(self) -> "list[Box]":
        """The box and all boxes inside it, each before those inside it, in the order of the page."""
        found, todo = [], [self]
        while todo:
            box = todo.pop()
            found.append(box)
            todo.extend(reversed(box.children))
        return found

    def nearest(self, tag: str) -> "Box | None":
        """The innermost box of a tag that it is or lies in; None where there is none."""
        box: Box | None = self
        while box is not None and box.tag != tag:
            box = box.parent
        return box

    @property
    def kind(self) -> tuple[str, object]:
        """What it has in common with boxes made by the same template; only itself where it has no name."""
        return (self.tag, DIGITS.sub("", self.name)) if self.name.strip() else (self.tag, id(self))


@dataclass(slots=True)
class Block:
    """Text between two breaks. `linked` counts its characters inside links; `href` is the last of them.

    `score` is positive for prose and negative for menus, `is_margin` says that it lies in furniture.
    """

    text: str
    linked: int
    box: Box
    href: str | None = None
    score: float = 0.0
    is_margin: bool = False
    is_title: bool = False

    @property
    def link_share(self) -> float:
        return self.linked / max(1, len(self.text))

    @property
    def kind(self) -> tuple[object, ...]:
        """Equal for paragraphs that stand side by side or in boxes made by the same template."""
        box = self.box
        if box.tag in ("p", "blockquote") and box.parent is not None:
            return ("p", *box.parent.kind)
        if box.tag == "li" and box.parent is not None and box.parent.parent is not None:
            return ("li", *box.parent.parent.kind)
        return box.kind


class Reader:
    """Walks a tree once and collects its blocks."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.pieces: list[str] = []
        self.linked = 0
        self.href: str | None = None

    def flush(self, box: Box) -> None:
        if not self.pieces:
            return
        text = " ".join("".join(self.pieces).split())
        if text:
            self.blocks.append(Block(text, self.linked, box, self.href))
        self.pieces.clear()
        self.linked, self.href = 0, None

    def walk(self, element: html.HtmlElement, box: Box, depth: int, in_link: bool) -> None:
        for child in element:
            tag = child.tag
            if isinstance(tag, str) and tag not in SKIPPED and len(self.blocks) < MAX_BLOCKS:
                if tag == "br":
                    self.flush(box)
                elif depth > MAX_DEPTH:
                    self.take(child.xpath("string()"), in_link)
                elif tag in INLINE:
                    self.inline(child, tag, box, depth, in_link)
                else:
                    self.block(child, tag, box, depth, in_link)
            if child.tail:
                self.take(child.tail, in_link)

    def take(self, text: str, in_link: bool) -> None:
        self.pieces.append(text)
        if in_link:
            self.linked += len(text.strip())

    def inline(self, element: html.HtmlElement, tag: str, box: Box, depth: int, in_link: bool) -> None:
        attributes = element.attrib
        if attributes and (is_hidden(attributes) or (in_link and is_read_aloud(attributes))):
            return
        if tag == "a" and "href" in attributes:
            in_link, self.href = True, attributes["href"]
        if element.text:
            self.take(element.text, in_link)
        if len(element):
            self.walk(element, box, depth + 1, in_link)

    def block(self, element: html.HtmlElement, tag: str, box: Box, depth: int, in_link: bool) -> None:
        self.flush(box)
        attributes = element.attrib
        inner = Box(tag, box, is_furniture=tag in MARGINAL)
        if attributes:
            if is_hidden(attributes):
                return
            name = f"{attributes.get('class', '')} {attributes.get('id', '')}"
            if name != " ":
                inner.name, is_furniture, inner.is_doubtful = judged(name)
                inner.is_furniture = inner.is_furniture or is_furniture
        box.children.append(inner)
        if element.text:
            self.take(element.text, in_link)
        if len(element):
            self.walk(element, inner, depth + 1, in_link)
        self.flush(inner)


@lru_cache(maxsize=20_000)
def judged(name: str) -> tuple[str, bool, bool]:
    """A class and id without utility classes, and whether they are those of furniture, surely or perhaps."""
    name = UTILITY.sub("", name) if ":" in name or "[" in name else name
    is_furniture = FURNITURE.search(name) is not None
    return name, is_furniture, not is_furniture and DOUBTFUL.search(name) is not None


def is_hidden(attributes: etree._Attrib) -> bool:
    """Whether an element is not shown."""
    if attributes.get("aria-hidden") == "true" or "hidden" in attributes:
        return True
    style = attributes.get("style")
    return style is not None and "display" in style and re.search(r"display\s*:\s*none", style, re.I) is not None


def is_read_aloud(attributes: etree._Attrib) -> bool:
    """Whether an element inside a link is for screen readers only: that it opens a new tab, and the like."""
    return any(READ_ALOUD.search(attributes.get(name, "")[:LONGEST_STYLE]) for name in ("class", "style"))


def read(tree: html.HtmlElement) -> tuple[Box, list[Block]]:
    """The outermost box of a page and its blocks in the order of the text."""
    reader, body = Reader(), tree.find("body")
    root = Box("body", None)
    start = body if body is not None else tree
    if start.text:
        reader.take(start.text, False)
    reader.walk(start, root, 0, False)
    reader.flush(root)
    return root, reader.blocks
