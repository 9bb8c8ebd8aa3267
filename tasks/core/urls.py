"""Addresses of articles: absolute, without what only follows the reader."""

import re
from urllib.parse import parse_qsl, quote, unquote_plus, urlencode, urljoin, urlsplit, urlunsplit

TRACKING = re.compile(
    r"(utm_\w+|fbclid|gclid|dclid|yclid|ysclid|msclkid|igshid|mc_[ce]id|_ga|_openstat|at_\w+|cmpid|ocid|spm|s_cid)",
    re.I,
)
MOBILE = re.compile(r"^(?:m|mobile|amp|wap|touch)\.(?=[^.]+\.[^.]+)", re.I)
SUFFIX = re.compile(r"\w{2,3}\.\w\w(?::\d+)?")  # co.kr and the like are no sites of their own
HOSTING = re.compile(
    r"\.(?:blogspot\.[a-z.]{2,6}|(?:wordpress|tumblr|substack|medium|livejournal|weebly|wixsite|tistory)\.com|github\.io|altervista\.org)$"
)  # each host below them is a site of its own
AMP_PATH = re.compile(r"^/amp(?=/.)|/amp/?$|\.amp(?=(?:\.html?)?$)", re.I)
AMP_QUERY = re.compile(r"(?:amp|outputtype|output|amp_js_v|usqp)=(?:1|true|amp|0\.1|\w*)|amp=?", re.I)
ARTICLE_QUERY = re.compile(r"(?:^|&)(?:id|aid|idx|idxno|article|articleid|newsid|nid|no|p|c|cid|seq|sid|docid)=", re.I)
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
    pairs = [pair for pair in parts.query.split("&") if not TRACKING.fullmatch(unquote_plus(pair.partition("=")[0]))]
    query = "&".join(pairs)
    default = {"http": 80, "https": 443}[parts.scheme]
    netloc = _bracketed(host) if port in (None, default) else f"{_bracketed(host)}:{port}"
    return urlunsplit((parts.scheme, netloc, quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._"), query, ""))


def canonical(url: str, page_rel_canonical: str | None = None) -> str | None:
    """The address that identifies an article: cleaned, of the desktop host, without AMP forms and trailing slash.

    The page's own rel=canonical counts only where it is plausible: on the same site, and an article's address rather
    than a front page or a section above the page. None where the address is not of the web.
    """
    own = clean(url)
    if own is None:
        return None
    claimed = clean(page_rel_canonical, own) if page_rel_canonical else None
    return _plain(claimed if claimed and _is_plausible(claimed, own) else own)


def _plain(url: str) -> str:
    parts = urlsplit(url)
    bare = MOBILE.sub("", parts.netloc, count=1)
    host = parts.netloc if SUFFIX.fullmatch(bare) else bare
    path = AMP_PATH.sub("", parts.path)
    query = "&".join(pair for pair in parts.query.split("&") if not AMP_QUERY.fullmatch(pair))
    return urlunsplit((parts.scheme, host, path.rstrip("/") or "/", query, ""))


def _is_plausible(claimed: str, own: str) -> bool:
    there, here = urlsplit(_plain(claimed)), urlsplit(_plain(own))
    if _site(there.netloc) != _site(here.netloc) or there.path == "/":
        return here.path == "/" and there.path == "/" and _site(there.netloc) == _site(here.netloc)
    above = here.path.startswith(there.path + "/") and there.path.count("/") < here.path.count("/")
    return not (
        above or (there.path == here.path and here.query and not there.query and ARTICLE_QUERY.search(here.query))
    )


def _site(netloc: str) -> str:
    host = (netloc.rpartition(":")[0] or netloc).removeprefix("www.")
    if HOSTING.search(host):
        return host
    labels = host.split(".")
    is_second_level = len(labels) > 2 and len(labels[-1]) == 2 and len(labels[-2]) <= 3
    return ".".join(labels[-3:] if is_second_level else labels[-2:])


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
