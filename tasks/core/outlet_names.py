"""By which names an outlet is known when others cite it: exact names, without what ordinarily stands around them.

The words around names are in sql/reference/outlet_words.csv: `article` and `kind` words ("the", "news agency") are
dropped when names are compared, frames (`before`, `after`: "по материалам", "제공") are no part of a name at all. In a
form of an article or a kind a star is any ending; a frame is a regular expression.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from urllib.parse import urlsplit

import polars as pl

from tasks.core import reference
from tasks.core.records import SOURCE_NAMES, Source

ADDRESS = re.compile(r"(?:https?://)?(?:www\.|m\.)?((?:[\w-]{1,63}\.){1,4}[a-z]{2,12})(?:[/?#:]\S*)?", re.IGNORECASE)
HANDLE = re.compile(r"(?:https?://)?(?:(?:t\.me|x\.com|twitter\.com)/@?|@)(\w{2,40})/?", re.IGNORECASE)
LANGUAGE_HOST = re.compile(r"^(?:www|m|[a-z]{2})\.(?=[^.]+\..)")
BRACKETED = re.compile(r"\([^()]{0,60}\)")
MARKS = re.compile(r"[^\w&+./-]+|(?<!\w)[-./]|[-./](?!\w)")
WORDS_WITHOUT_SPACES = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7a3]")
CASE_ENDING = re.compile(
    r"(?<=[а-яёіїє]{3})(?:иями|иях|иям|ией|ия|ий|ии|ию|ого|его|ому|ему|ими|ыми|ами|ями|ах|ях|ам|ям|ом|ем|ой|ей|ую|юю|ая|яя|ый|ий|ое|ее|ые|ие|ів|ою"
    r"|ею|їв|ых|их|ов|ев|[аяоеёиіїыуюьй])$"
)
STARRED = r"\w*"


def key(name: str) -> str:
    """What equal names have in common: small letters, no quotation marks, articles, words for kinds of media or
    Cyrillic case endings; of an address its host, of a handle the handle behind "@". Of a name that is nothing but
    such words, these words; of one without letters, "".
    """
    plain = unicodedata.normalize("NFKC", name).casefold().strip()
    if handle := HANDLE.fullmatch(plain):
        return "@" + handle[1]
    if address := ADDRESS.fullmatch(plain):
        return _host(address[1])
    words = MARKS.sub(" ", BRACKETED.sub(" ", plain)).strip()
    return " ".join(CASE_ENDING.sub("", word) for word in (_bare(words) or words).split())


def unframed(words: str) -> str:
    """A name in a list of sources without "По материалам", "제공" and the like around it; empty where nothing else is
    left, nor but an article or a word for a kind of medium."""
    before, after = _frames("before"), _frames("after")
    bare = after.sub("", before.sub("", words.strip(), count=1), count=1).strip()
    return "" if _is_decoration(bare) else bare


def opens_with_kind(words: str) -> bool:
    """Whether an article or a word for a kind of medium stands first."""
    return _decorations()[0].match(words.casefold().strip() + " ") is not None


def _is_decoration(words: str) -> bool:
    return not _decorations()[0].sub("", MARKS.sub(" ", words.casefold()).strip() + " ").strip()


def find(sources: Sequence[Source]) -> pl.DataFrame:
    """By which keys each outlet is known: SOURCE_NAMES, one row an outlet and key. A name, the host of its home page
    (without "www" or a language), and as handles its id and the first part of that host."""
    rows = [(source.source_id, name) for source in sources for name in dict.fromkeys(_keys(source)) if name]
    return pl.DataFrame(rows, schema=SOURCE_NAMES, orient="row")


def _keys(source: Source) -> Iterator[str]:
    yield key(source.name)
    yield key(source.source_id.replace("_", " "))
    host = _host(urlsplit(source.url).hostname or "")
    yield from (host, "@" + source.source_id, "@" + host.split(".")[0])


def _host(host: str) -> str:
    return LANGUAGE_HOST.sub("", host.lower(), count=1)


def _bare(words: str) -> str:
    """A name without articles and kinds at its beginning, or else a kind at its end."""
    leading, trailing = _decorations()
    rest = leading.sub("", words)
    return trailing.sub("", rest).strip()


@cache
def _decorations() -> tuple[re.Pattern[str], re.Pattern[str]]:
    forms = reference.table("outlet_words").filter(pl.col("role").is_in(["article", "kind"]))["form"].to_list()
    spaced = "|".join(_form(form) for form in forms if not WORDS_WITHOUT_SPACES.match(form))
    glued = "|".join(_form(form) for form in forms if WORDS_WITHOUT_SPACES.match(form))
    return re.compile(rf"^(?:(?:{spaced})\s+){{1,3}}"), re.compile(rf"(?:\s+(?:{spaced})|(?<=\w\w)\s*(?:{glued}))$")


def _form(form: str) -> str:
    return re.escape(form.casefold()).replace(r"\*", STARRED)


@cache
def _frames(role: str) -> re.Pattern[str]:
    forms = reference.table("outlet_words").filter(role=role)["form"].to_list()
    spaced = "|".join(form for form in forms if not WORDS_WITHOUT_SPACES.search(form))
    glued = "|".join(form for form in forms if WORDS_WITHOUT_SPACES.search(form))
    edge = rf"(?:(?:{spaced})(?!\w)|(?:{glued}))" if spaced else rf"(?:{glued})"
    pattern = rf"^{edge}\s*[:：]?\s*" if role == "before" else rf"(?<=\w|\W)\s*{edge}\s*$"
    return re.compile(pattern, re.IGNORECASE)
