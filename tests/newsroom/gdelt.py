"""A search engine of the newsroom's world that speaks as GDELT's DOC 2.0 API does (mode ArtList, JSON).

Of its query language it knows words and "phrases", all of which must stand in an article, and sourcelang: and
domainis:. https://blog.gdeltproject.org/gdelt-doc-2-0-api-debuts/
"""

import json
import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs

from tests.newsroom.world import Article

HOST, PATH = "api.gdelt.example", "/api/v2/doc/doc"
STAMP = "%Y%m%d%H%M%S"
QUARTER = timedelta(minutes=15)
MOST, USUAL = 250, 75
LANGUAGES = {
    "en": "English", "ru": "Russian", "ko": "Korean", "id": "Indonesian", "vi": "Vietnamese", "zh": "Chinese",
    "ja": "Japanese", "uk": "Ukrainian",
}  # fmt: skip
TERM = re.compile(r'"([^"]+)"|(\S+)')


def answer(path: str, articles: Iterable[Article]) -> tuple[str, bytes]:
    """The content type and body for a path with its query; refusals are plain text, as there."""
    asked = {name: values[0] for name, values in parse_qs(path.partition("?")[2]).items()}
    terms = [(phrase or word).lower() for phrase, word in TERM.findall(asked.get("query", ""))]
    try:
        start, end = (datetime.strptime(asked[f"{n}datetime"], STAMP).replace(tzinfo=UTC) for n in ("start", "end"))
    except (KeyError, ValueError):
        return "text/html", b"The start or the end of the search cannot be read.\n"
    if not terms or min(map(len, terms)) < 2:
        return "text/html", b"The query is too short.\n"
    found = sorted((a for a in articles if _fits(a, terms) and start <= seen(a) <= end), key=seen, reverse=True)
    most = min(int(asked.get("maxrecords", USUAL)), MOST)
    return "application/json", json.dumps({"articles": [_row(a) for a in found[:most]]} if found else {}).encode()


def seen(article: Article) -> datetime:
    """The quarter of an hour in which an article is noticed."""
    at = article.published.astimezone(UTC)
    return at + (datetime.min.replace(tzinfo=UTC) - at) % QUARTER


def _fits(article: Article, terms: list[str]) -> bool:
    content = f"{article.title}\n{article.text}".lower()
    own = {f"sourcelang:{LANGUAGES[article.outlet.language].lower()}", f"domainis:{article.outlet.host}"}
    return all(term in own if ":" in term else term in content for term in terms)


def _row(article: Article) -> dict[str, str]:
    return {
        "url": article.url,
        "url_mobile": "",
        "title": article.title,
        "seendate": f"{seen(article):%Y%m%dT%H%M%SZ}",
        "socialimage": "",
        "domain": article.outlet.host,
        "language": LANGUAGES[article.outlet.language],
        "sourcecountry": article.outlet.country,
    }
