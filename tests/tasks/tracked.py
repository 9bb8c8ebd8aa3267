"""A small store made by hand, for the views: every sentence, edge and figure in it is known, and invented.

Shoigu meets Kim on 13 September 2024 (e_talks): KCNA and TASS report it themselves, a Seoul paper through Yonhap citing
KCNA, another paper copies that, and a Hanoi paper recalls it six weeks later. A visit of Choe to Moscow is announced
for 20 to 25 September (e_plan), takes place on 1 October (e_visit) and is told in Vietnamese too; a protocol is signed
(e_sign) and ratified (e_ratify). A ship is designated on 5 October (e_sanctions). KCNA tells of a letter in October of
two years (e_letter23, e_letter24), and of a damaged pier in the last week (e_pier).
"""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl

from tasks.core import outlet_names, reference
from tasks.core.records import INSTANT
from tasks.store import SQL, Store

SEEN = datetime(2024, 11, 1, tzinfo=UTC)
REFERENCE = ("entities", "aliases", "event_types", "framing_terms", "anniversaries", "roles")
SOURCES = [
    ("kcna_en", "KCNA (English)", "en", "KP", "agency", "DPRK", "Asia/Pyongyang"),
    ("tass_en", "TASS (English)", "en", "RU", "agency", "RU", "Europe/Moscow"),
    ("seoul_lantern", "Seoul Lantern", "en", "KR", "paper", "ROK", "Asia/Seoul"),
    ("north_pier", "North Pier", "en", "GB", "paper", "other", "Europe/London"),
    ("hanoi_quay", "Hanoi Quay", "vi", "VN", "paper", "other", "Asia/Ho_Chi_Minh"),
]
TEXTS = {
    "k1": "Sergei Shoigu met Kim Jong Un in Pyongyang on Friday.",
    "t1": "Sergei Shoigu held talks with Kim Jong Un on Friday. "
    "He spoke of 1,000 sappers and of the special military operation.",
    "s1": "Shoigu met Kim in Pyongyang, Yonhap said, citing KCNA. The Seoul Lantern calls the war an invasion.",
    "n1": "Shoigu met Kim in Pyongyang, Yonhap said, citing KCNA. "
    "The Seoul Lantern calls the war an invasion. (Seoul Lantern)",
    "h1": "Tình báo Hàn Quốc nói có 1.500 binh sĩ. Hồi tháng 9, ông Shoigu gặp ông Kim.",
    "n2": "Choe Son Hui will come to Moscow on 20 to 25 September, two officials said.",
    "t2": "Choe Son Hui met Lavrov in Moscow on 1 October.",
    "n3": "The tanker Patriot was designated on 5 October, OFAC said. More than a dozen soldiers died.",
    "n4": "The tanker Patriot left Nakhodka.",
    "h2": "Bà Choe Son Hui gặp ông Lavrov tại Moscow ngày 1/10.",
    "t3": "The two signed a protocol on 3 October.",
    "t4": "The State Duma ratified the protocol on 20 October.",
    "k2": "Letters were exchanged on 12 October 2023.",
    "k3": "Letters were exchanged on 12 October 2024.",
    "k4": "A pier of the new bridge was damaged on Monday.",
}
OLD_T1 = "Sergei Shoigu held talks with Kim Jong Un on Friday. He spoke of 500 sappers."
# article, outlet, language, published (None: only the day is known), day, story, relation
ARTICLES: list[tuple[str, str, str, datetime | None, date, str, str]] = [
    ("k1", "kcna_en", "en", datetime(2024, 9, 14, 0, tzinfo=UTC), date(2024, 9, 14), "st_k", "original"),
    ("t1", "tass_en", "en", datetime(2024, 9, 14, 2, tzinfo=UTC), date(2024, 9, 14), "st_t", "original"),
    ("s1", "seoul_lantern", "en", datetime(2024, 9, 14, 1, tzinfo=UTC), date(2024, 9, 14), "st_s", "original"),
    ("n1", "north_pier", "en", datetime(2024, 9, 14, 3, 30, tzinfo=UTC), date(2024, 9, 14), "st_s", "copy"),
    ("h1", "hanoi_quay", "vi", None, date(2024, 10, 28), "st_h", "original"),
    ("n2", "north_pier", "en", datetime(2024, 9, 10, 9, tzinfo=UTC), date(2024, 9, 10), "st_n2", "original"),
    ("t2", "tass_en", "en", datetime(2024, 10, 1, 15, tzinfo=UTC), date(2024, 10, 1), "st_t2", "original"),
    ("n3", "north_pier", "en", datetime(2024, 10, 6, 8, tzinfo=UTC), date(2024, 10, 6), "st_n3", "original"),
    ("n4", "north_pier", "en", datetime(2024, 8, 20, 8, tzinfo=UTC), date(2024, 8, 20), "st_n4", "original"),
    ("h2", "hanoi_quay", "vi", datetime(2024, 10, 1, 20, tzinfo=UTC), date(2024, 10, 2), "st_t2", "translation"),
    ("t3", "tass_en", "en", datetime(2024, 10, 3, 12, tzinfo=UTC), date(2024, 10, 3), "st_t3", "original"),
    ("t4", "tass_en", "en", datetime(2024, 10, 20, 12, tzinfo=UTC), date(2024, 10, 20), "st_t4", "original"),
    ("k2", "kcna_en", "en", datetime(2023, 10, 13, 0, tzinfo=UTC), date(2023, 10, 13), "st_k2", "original"),
    ("k3", "kcna_en", "en", datetime(2024, 10, 13, 0, tzinfo=UTC), date(2024, 10, 13), "st_k3", "original"),
    ("k4", "kcna_en", "en", datetime(2024, 10, 29, 0, tzinfo=UTC), date(2024, 10, 29), "st_k4", "original"),
]
EVENTS = [
    (
        "e_talks",
        "talks",
        date(2024, 9, 13),
        date(2024, 9, 13),
        "day",
        "happened",
        ["kim_jong_un", "shoigu"],
        "pyongyang",
    ),
    ("e_plan", "preparation", date(2024, 9, 20), date(2024, 9, 25), "range", "planned", ["choe_son_hui"], "moscow"),
    ("e_visit", "visit", date(2024, 10, 1), date(2024, 10, 1), "day", "happened", ["choe_son_hui", "lavrov"], "moscow"),
    ("e_sanctions", "sanctions", date(2024, 10, 5), date(2024, 10, 5), "day", "happened", ["ofac"], None),
    ("e_sign", "agreement_treaty", date(2024, 10, 3), date(2024, 10, 3), "day", "happened", ["russia"], "moscow"),
    ("e_ratify", "agreement_treaty", date(2024, 10, 20), date(2024, 10, 20), "day", "happened", ["state_duma"], None),
    ("e_letter23", "message_exchange", date(2023, 10, 12), date(2023, 10, 12), "day", "happened", ["dprk"], None),
    ("e_letter24", "message_exchange", date(2024, 10, 12), date(2024, 10, 12), "day", "happened", ["dprk"], None),
    ("e_pier", "trade_transport", date(2024, 10, 28), date(2024, 10, 28), "day", "happened", ["dprk"], None),
    ("e_deaths", "incident", None, None, None, "claimed", ["dprk"], None),
]
# event, article, words of the sentence
REPORTS = [
    ("e_talks", "k1", TEXTS["k1"]),
    ("e_talks", "t1", "Sergei Shoigu held talks with Kim Jong Un on Friday."),
    ("e_talks", "s1", "Shoigu met Kim in Pyongyang, Yonhap said, citing KCNA."),
    ("e_talks", "n1", "Shoigu met Kim in Pyongyang, Yonhap said, citing KCNA."),
    ("e_talks", "h1", "Hồi tháng 9, ông Shoigu gặp ông Kim."),
    ("e_plan", "n2", TEXTS["n2"]),
    ("e_visit", "t2", TEXTS["t2"]),
    ("e_visit", "h2", TEXTS["h2"]),
    ("e_sign", "t3", TEXTS["t3"]),
    ("e_ratify", "t4", TEXTS["t4"]),
    ("e_letter23", "k2", TEXTS["k2"]),
    ("e_letter24", "k3", TEXTS["k3"]),
    ("e_pier", "k4", TEXTS["k4"]),
    ("e_sanctions", "n3", "The tanker Patriot was designated on 5 October, OFAC said."),
    ("e_deaths", "n3", "More than a dozen soldiers died."),
]
# article, words, entity
MENTIONS = [
    ("k1", "Sergei Shoigu", "shoigu"), ("k1", "Kim Jong Un", "kim_jong_un"), ("k1", "Pyongyang", "pyongyang"),
    ("t1", "Sergei Shoigu", "shoigu"), ("t1", "Kim Jong Un", "kim_jong_un"),
    ("s1", "Shoigu", "shoigu"), ("s1", "Kim", "kim_jong_un"), ("s1", "Pyongyang", "pyongyang"),
    ("n1", "Shoigu", "shoigu"), ("n1", "Kim", "kim_jong_un"), ("n1", "Pyongyang", "pyongyang"),
    ("h1", "Shoigu", "shoigu"), ("h1", "Kim", "kim_jong_un"),
    ("n2", "Choe Son Hui", "choe_son_hui"), ("n2", "Moscow", "moscow"),
    ("t2", "Choe Son Hui", "choe_son_hui"), ("t2", "Lavrov", "lavrov"), ("t2", "Moscow", "moscow"),
    ("n3", "Patriot", "patriot_vessel"), ("n3", "OFAC", "ofac"), ("n4", "Patriot", "patriot_vessel"),
]  # fmt: skip
# article, citing, cited, words, kind, depth
CITATIONS = [
    ("s1", None, "yonhap", "Yonhap", "news_agency", 1), ("s1", "yonhap", "kcna", "KCNA", "news_agency", 2),
    ("n1", None, "yonhap", "Yonhap", "news_agency", 1), ("n1", "yonhap", "kcna", "KCNA", "news_agency", 2),
    ("h1", None, "nis", "Tình báo Hàn Quốc", "body", 1), ("n2", None, None, "two officials", "anonymous", 1),
    ("n3", None, "ofac", "OFAC", "body", 1),
]  # fmt: skip
# article, words, first and last day, precision
DATES = [
    ("k1", "Friday", date(2024, 9, 13), date(2024, 9, 13), "day"),
    ("t1", "Friday", date(2024, 9, 13), date(2024, 9, 13), "day"),
    ("h1", "tháng 9", date(2024, 9, 1), date(2024, 9, 30), "month"),
    ("n2", "20 to 25 September", date(2024, 9, 20), date(2024, 9, 25), "range"),
    ("t2", "1 October", date(2024, 10, 1), date(2024, 10, 1), "day"),
    ("n3", "5 October", date(2024, 10, 5), date(2024, 10, 5), "day"),
    ("k3", "12 October 2024", date(2024, 10, 12), date(2024, 10, 12), "day"),
]
# article, words, subject, low, high, bound, claimant, words of the claimant
CLAIMS: list[tuple[str, str, str, float, float | None, str, str | None, str | None]] = [
    ("t1", "1,000", "sappers", 1000, 1000, "exact", "shoigu", "Sergei Shoigu"),
    ("h1", "1.500", "troops", 1500, 1500, "exact", "nis", "Tình báo Hàn Quốc"),
    ("n3", "a dozen", "killed", 12, None, "at_least", None, None),
]


def span(article_id: str, words: str) -> tuple[int, int]:
    start = TEXTS[article_id].index(words)
    return start, start + len(words)


def fill(path: Path) -> None:
    """Make the store; the text of t1 is its second version."""
    tables = reference.tables()
    with Store(path) as store, store.transaction():
        for name in REFERENCE:
            store.insert(name, tables[name])
        for name, rows in (_sources() | _articles() | _mentions() | _events()).items():
            store.insert(name, pl.DataFrame(rows, infer_schema_length=None))
        store.insert("fetches", _requests())
        touched = pl.DataFrame({"story_id": sorted({row[5] for row in ARTICLES})})
        store.merge(
            "stories", store.read_with((SQL / "refresh" / "stories.sql").read_text(encoding="utf8"), touched=touched)
        )


def _sources() -> dict[str, list[dict[str, Any]]]:
    names = ("source_id", "name", "language", "country", "kind", "side", "timezone")
    rows = [dict(zip(names, row, strict=True)) for row in SOURCES]
    return {"sources": [row | {"url": f"https://{row['source_id']}.example/", "source_group": "all"} for row in rows]}


def _articles() -> dict[str, list[dict[str, Any]]]:
    articles, versions, stories = [], [], []
    for key, source, language, at, day, story, relation in ARTICLES:
        number = 2 if key == "t1" else 1
        page = {
            "article_id": key,
            "version": number,
            "title": f"Title of {key}",
            "text": TEXTS[key],
            "text_hash": f"{key}-{number}",
        }
        articles.append(
            page | {
                "url": f"https://{source}.example/{key}", "canonical_url": f"https://{source}.example/{key}",
                "source_id": source, "language": language, "published_at": at, "published_on": day,
                "published_precision": "minute" if at else "day", "first_seen_at": SEEN,
                "last_changed_at": SEEN, "is_relevant": True, "relevance_score": 1.0,
            }
        )  # fmt: skip
        versions.append(page | {"seen_at": SEEN, "fetch_id": f"f-{key}-{number}"})
        stories.append(
            {
                "article_id": key,
                "story_id": story,
                "relation": relation,
                "similarity": 0.9 if relation == "copy" else None,
            }
        )
    old = {"article_id": "t1", "version": 1, "title": "Title before", "text": OLD_T1, "text_hash": "t1-1"}
    versions.append(old | {"seen_at": SEEN - timedelta(hours=5), "fetch_id": "f-t1-1"})
    keys = [{"key": place, "article_id": row[0], "kind": "text"} for place, row in enumerate(ARTICLES)]
    return {"articles": articles, "article_versions": versions, "story_articles": stories, "story_keys": keys}


def _mentions() -> dict[str, list[dict[str, Any]]]:
    def at(key: str, words: str, surface: str = "surface") -> dict[str, Any]:
        start, end = span(key, words)
        return {"article_id": key, "version": 2 if key == "t1" else 1, "start": start, "end": end, surface: words}

    old = {
        "article_id": "t1",
        "version": 1,
        "field": "text",
        "start": 0,
        "end": 13,
        "surface": "Sergei Shoigu",
        "entity_id": "shoigu",
    }
    return {
        "entity_mentions": [*(at(k, w) | {"field": "text", "entity_id": e} for k, w, e in MENTIONS), old],
        "date_mentions": [
            at(k, w) | {"date_start": a, "date_end": b, "precision": p, "rule": "hand"} for k, w, a, b, p in DATES
        ],
        "attributions": [
            at(k, w, "cited_text")
            | {"field": "text", "citing_id": c, "cited_id": d, "cited_key": outlet_names.key(w)}
            | {"kind": kind, "depth": n, "cue": "hand"}
            for k, c, d, w, kind, n in CITATIONS
        ],
        "statements": [
            {"article_id": "h2", "version": 1, "start": 0, "end": len(TEXTS["h2"]), "speaker_id": i, "speaker_text": t}
            for i, t in [("lavrov", "Lavrov")]
        ],
        "claims": [
            at(k, w) | {
                "subject": s, "of_id": None, "value_low": float(low), "value_high": high, "bound": bound,
                "unit": "person", "claimant_id": c, "claimant_text": t,
            }
            for k, w, s, low, high, bound, c, t in CLAIMS
        ],
    }  # fmt: skip


def _events() -> dict[str, list[dict[str, Any]]]:
    names = ("event_id", "event_type", "date_start", "date_end", "precision", "modality", "participants", "place_id")
    events: list[dict[str, Any]] = [dict(zip(names, row, strict=True)) for row in EVENTS]
    of = {row["event_id"]: row for row in events}
    reports = []
    for event_id, key, words in REPORTS:
        start, end = span(key, words)
        place = {"article_id": key, "version": 2 if key == "t1" else 1, "field": "text", "start": start, "end": end}
        reports.append(of[event_id] | place)
    return {"events": events, "event_reports": reports}


def _requests() -> pl.DataFrame:
    keys = [("t1", 1, "tass_en"), *((row[0], 2 if row[0] == "t1" else 1, row[1]) for row in ARTICLES)]
    pages = [
        {
            "fetch_id": f"f-{key}-{number}", "run_id": "r", "source_id": source, "stage": "fetch", "url": f"https://{key}.example/",
            "fetched_at": SEEN, "status": 200, "digest": f"sha256:{key}{number}", "archive_file": "a.warc.gz",
            "archive_offset": 100 * place, "archive_length": 90,
        }
        for place, (key, number, source) in enumerate(keys)
    ]  # fmt: skip
    asked = {
        "fetch_id": "d-1",
        "run_id": "r",
        "source_id": "hanoi_quay",
        "stage": "discover",
        "url": "https://hanoi_quay.example/rss",
    }
    feed = asked | {"fetched_at": datetime(2024, 9, 3, tzinfo=UTC), "status": 200}
    failed = asked | {"fetch_id": "d-2", "fetched_at": datetime(2024, 9, 10, tzinfo=UTC), "failure": "timeout"}
    return pl.DataFrame([*pages, feed, failed], infer_schema_length=None, schema_overrides={"fetched_at": INSTANT})
