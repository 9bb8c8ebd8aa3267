"""Addresses of articles: absolute, without what only follows the reader."""

import re
from urllib.parse import parse_qsl, quote, urlencode, urljoin, urlsplit, urlunsplit

TRACKING = re.compile(
    r"(utm_\w+|fbclid|gclid|dclid|yclid|ysclid|msclkid|igshid|mc_[ce]id|_ga|_openstat|at_\w+|cmpid|ocid|spm|s_cid)", re.I
)
SECRET = re.compile(r"(token|key|secret|password|passwd|pwd|auth|session|sig|signature|code)", re.I)


def clean(url: str, base: str = "") -> str | None:
    """An absolute http(s) address without fragment, tracking parameters, default port or credentials.

    `base` makes a relative address absolute. None where the address is not of the web or cannot be read.
    """
    try:
        parts = urlsplit(urljoin(base, url.strip()))
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host:
        return None
    pairs = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not TRACKING.fullmatch(pair[0])]
    query = parts.query if len(pairs) == len(parse_qsl(parts.query, keep_blank_values=True)) else urlencode(pairs)
    default = {"http": 80, "https": 443}[parts.scheme]
    netloc = _bracketed(host) if port in (None, default) else f"{_bracketed(host)}:{port}"
    return urlunsplit((parts.scheme, netloc, quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._"), query, ""))


def without_secrets(url: str) -> str:
    """The address as it may stand in a log: no credentials, and values of secret-looking parameters masked."""
    try:
        parts = urlsplit(url)
        netloc = parts.netloc.rpartition("@")[2]
        pairs = parse_qsl(parts.query, keep_blank_values=True)
    except ValueError:
        return "(an address that cannot be read)"
    if not any(SECRET.search(key) for key, _ in pairs):
        return urlunsplit((parts.scheme, netloc, parts.path, parts.query, ""))
    query = urlencode([(key, "***" if SECRET.search(key) else value) for key, value in pairs], safe="*")
    return urlunsplit((parts.scheme, netloc, parts.path, query, ""))


def host_of(url: str) -> str:
    """The lower-case host of an address, empty where it has none."""
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
