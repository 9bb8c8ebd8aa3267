"""The characters of a page: byte-order mark, header, meta and content disagree in life, and the content decides."""

import codecs
import re
from collections.abc import Iterator
from itertools import pairwise

from tasks.core.articles_language import confidence

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Browsers read these names as their supersets, and so do the pages' authors.
SUPERSETS = {
    "iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "euc_kr": "cp949",
    "johab": "cp949", "shift_jis": "cp932", "big5": "big5hkscs", "iso8859-9": "cp1254", "iso8859-11": "cp874",
    "tis-620": "cp874", "big5hkscs": "big5hkscs",
}  # fmt: skip
ALIASES = {
    "ks_c_5601-1987": "cp949",
    "windows-949": "cp949",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "x-gbk": "gb18030",
}
GUESSES = (
    "utf-8", "cp1251", "koi8-u", "euc_jp", "cp932", "gb18030", "big5hkscs", "cp949", "cp1252", "cp1250", "cp1253",
    "cp1258", "iso8859-5", "cp866",
)  # fmt: skip
ENCODING = re.compile(r"""charset\s*=\s*["']?\s*([\w.:-]{2,40})|encoding\s*=\s*["']([\w.:-]{2,40})""", re.I)
MARKUP = re.compile(r"<(script|style)\b.*?</\1\s*>|<[^>]{0,2000}>", re.I | re.S)
STRANGE = re.compile(
    r"[\x80-\x9f\ue000-\uf8ff\u2500-\u259f\ufffd]|(?<=[a-z])[\u0370-\u04ff\u3400-\u9fff\uac00-\ud7af](?=[a-z])"
)
KANA = re.compile("[\u3041-\u30ff]")
MAX_BAD_SHARE = 0.05
STRAY = {0xDC00 + byte: bytes([byte]).decode("cp1252", "replace") for byte in range(0x80, 0x100)}
TWICE = {ord(character): byte for byte in range(0x80, 0xA0) if (character := bytes([byte]).decode("cp1252", "ignore"))}
WIDE = (("utf-32-le", (0,)), ("utf-32-be", (3,)), ("utf-16-le", (0, 2)), ("utf-16-be", (1, 3)))  # bytes of a letter
ZEROS = 0.2  # share of zeros from which they are the other bytes of ASCII letters
DECLARED = 1.5
HEAD = 4_096
SAMPLE = 60_000


def decode(body: bytes, content_type: str | None = None) -> str | None:
    """The text of a page; None where no encoding gives one.

    A mark at the start decides, then the zeros that UTF-16 and UTF-32 put beside the letters of markup, then valid
    UTF-8 (a few broken bytes are forgiven), then whichever of the declared and the customary encodings gives a text
    that reads as a language.
    """
    for mark, encoding in MARKS:
        if body.startswith(mark):
            return _clean(body[len(mark) :].decode(encoding, "replace"))
    if wide := _unmarked(body):
        return _clean(body.decode(wide, "replace"))
    declared = list(dict.fromkeys(declared_names(body, content_type)))
    text = _attempt(body, "iso2022_jp") if b"\x1b$B" in body and body.isascii() else _attempt(body, "utf-8")
    if text is None:
        text = _best(body, declared)
    return _clean(_repaired(text)) if text is not None else None


def _unmarked(body: bytes) -> str | None:
    """UTF-16 or UTF-32 without a mark, told from where its zeros stand, whatever is declared; None where it is neither.

    All of these bytes may be valid UTF-8, so it must be asked first; no other encoding of a page has zeros.
    """
    head = body[: HEAD // 4 * 4]
    share = [head[k::4].count(0) / max(1, len(head) // 4) for k in range(4)]
    for encoding, letters in WIDE:
        zeros = [share[k] for k in range(4) if k not in letters]
        if min(zeros) >= ZEROS and max(share[k] for k in letters) < ZEROS / 2:
            return encoding
    return None


def declared_names(body: bytes, content_type: str | None) -> Iterator[str]:
    """Names that the meta element and the header declare, as Python knows them."""
    head = body[:HEAD].decode("ascii", "replace")
    for match in [*ENCODING.finditer(head), *ENCODING.finditer(content_type or "")]:
        name = (match[1] or match[2]).lower()
        try:
            known = codecs.lookup(ALIASES.get(name, name)).name
        except (LookupError, ValueError):
            continue
        yield SUPERSETS.get(known, known)


def _attempt(body: bytes, encoding: str) -> str | None:
    """The text in one encoding; None where more than a few of its characters are broken."""
    try:
        return body.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        pass
    try:
        text = body.decode(encoding, "replace")
    except (UnicodeDecodeError, LookupError):
        return None
    special = len(text) - len(text.encode("ascii", "ignore"))
    return text if text.count("\ufffd") <= max(3, MAX_BAD_SHARE * special) else None


def _best(body: bytes, declared: list[str]) -> str | None:
    """The encoding whose text reads best as a language; a declared one wins unless another reads much better."""
    best, name = 0.0, None
    for encoding in dict.fromkeys([*declared, *GUESSES]):
        attempt = _mixed(body[:SAMPLE]) if encoding == "utf-8" else _attempt(body[:SAMPLE], encoding)
        if attempt is None:
            continue
        is_credible = encoding in declared and (encoding != "utf-8" or _is_mostly_utf8(body[:SAMPLE]))
        score = _readability(attempt, encoding) * (DECLARED if is_credible else 1.0)
        if score > best:
            best, name = score, encoding
    return _mixed(body) if name == "utf-8" else _attempt(body, name) if name else None


def _mixed(body: bytes) -> str:
    """UTF-8 into which pieces in Windows-1252 were pasted."""
    return body.decode("utf-8", "surrogateescape").translate(STRAY)


def _is_mostly_utf8(body: bytes) -> bool:
    """Whether most characters that are not ASCII are right as UTF-8."""
    text = body.decode("utf-8", "surrogateescape")
    stray = sum("\udc80" <= character <= "\udcff" for character in text)
    return stray <= len(text) - stray - len(text.encode("ascii", "ignore"))


def _readability(text: str, encoding: str) -> float:
    """How well a text reads, from 0 to 1: by the language model, less what betrays a wrong table."""
    words = " ".join(MARKUP.sub(" ", text[:SAMPLE]).split())
    special = len(words) - len(words.encode("ascii", "ignore"))
    strange = len(STRANGE.findall(words))
    strange += sum(a.islower() and b.isupper() and not a.isascii() for a, b in pairwise(words))
    fits = not special or (encoding in ("euc_jp", "cp932")) == (KANA.search(words) is not None)
    return confidence(words) * max(0.0, 1 - 3 * strange / max(1, special)) * (1.0 if fits else 0.7) + 1e-6


def _repaired(text: str) -> str:
    """UTF-8 that was once taken for Windows-1252 and encoded again, read right."""
    if not re.search("[\u00c2\u00c3\u00d0\u00d1\u00e3-\u00ed][\u0080-\u00bf\u2013-\u203a]", text[:SAMPLE]):
        return text
    try:
        return text.translate(TWICE).encode("latin-1").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return text


def _clean(text: str) -> str:
    """Without NUL and the control characters that libxml2 refuses."""
    return CONTROL.sub("", text)


CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
