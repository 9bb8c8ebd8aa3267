"""An article cut out of a feed, as a page: for sites that give their text in the feed and refuse its readers."""

from datetime import datetime
from html import escape

from tasks.core.records import Candidate, Response

CONTENT_TYPE = "text/html; charset=utf-8"


def page(candidate: Candidate, language: str, at: datetime) -> Response | None:
    """A small HTML document with the title, text and time of a feed's item, as if it had been received at its address.

    `made_from` is the feed's address; nothing was asked. None where the item carries no text.
    """
    if not candidate.content or not candidate.found_in:
        return None
    body = _document(candidate, language).encode("utf-8", "replace")
    headers = (("Content-Type", CONTENT_TYPE),)
    return Response(candidate.url, candidate.url, 200, headers, body, body, at, made_from=candidate.found_in)


def paragraphs(text: str) -> str:
    """Plain text as HTML, a paragraph for each of its blocks."""
    blocks = (" ".join(block.split()) for block in text.replace("\r\n", "\n").split("\n"))
    return "".join(f"<p>{escape(block, quote=False)}</p>" for block in blocks if block)


def _document(candidate: Candidate, language: str) -> str:
    title, url = escape(candidate.title or ""), escape(candidate.url)
    at = candidate.published_at.isoformat() if candidate.published_at else ""
    content = candidate.content if "<" in (candidate.content or "") else paragraphs(candidate.content or "")
    stamp = f'<meta property="article:published_time" content="{at}">' if at else ""
    return (
        f'<!doctype html><html lang="{escape(language)}"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta property="og:title" content="{title}"><link rel="canonical" href="{url}">{stamp}</head>\n'
        f"<body><article><h1>{title}</h1>\n"
        + (f'<time datetime="{at}">{at}</time>\n' if at else "")
        + f"{content}\n</article></body></html>\n"
    )
