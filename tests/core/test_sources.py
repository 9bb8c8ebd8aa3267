"""sources.toml, good and bad."""

from datetime import date
from pathlib import Path

import pytest

from tasks.core import sources
from tasks.core.records import Layout, Source
from tasks.core.sources import SourcesError, owner, sites

BLOCK = """
[[source]]
id = "harbour_bell"
name = "Harbour Bell"
url = "https://harbour-bell.example/"
language = "en"
country = "GB"
kind = "paper"
side = "other"
timezone = "Europe/London"
group = "world"
discovery = [{ kind = "rss", url = "https://harbour-bell.example/rss" }]
"""


def test_a_block_becomes_a_source() -> None:
    (source,) = sources.parse(BLOCK)
    assert (source.source_id, source.group, source.min_delay_seconds) == ("harbour_bell", "world", 1.0)
    assert source.discovery[0].kind == "rss"
    assert sources.local_zone(source).key == "Europe/London"


def test_places_of_every_kind() -> None:
    places = """[{ kind = "home", url = "https://a.example/" },
      { kind = "listing", url = "https://a.example/n", xpath = "//h2" },
      { kind = "gdelt", url = "https://api.example/doc", query = "kim OR putin" }]"""
    text = BLOCK.replace('[{ kind = "rss", url = "https://harbour-bell.example/rss" }]', places)
    (source,) = sources.parse(text.replace('group = "world"', 'full_text = "feed"'))
    assert [(p.kind, p.xpath, p.query) for p in source.discovery] == [
        ("home", None, None),
        ("listing", "//h2", None),
        ("gdelt", None, "kim OR putin"),
    ]
    assert source.full_text == "feed"


def test_layouts_are_in_the_order_of_their_ends() -> None:
    layouts = """founded = 1946-12-05
layouts = [{ content = "//main" }, { content = "//div", published = "//time/@datetime", valid_until = 2025-03-31 }]"""
    (source,) = sources.parse(BLOCK.replace('group = "world"', layouts))
    assert source.founded == date(1946, 12, 5)
    assert source.layouts == (Layout("//div", "//time/@datetime", date(2025, 3, 31)), Layout("//main"))


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('id = "harbour_bell"\n', "", "key 'id' is missing"),
        ('language = "en"', 'language = "English"', "key 'language' must be two letters"),
        ('timezone = "Europe/London"', 'timezone = "London"', "key 'timezone' must be an IANA zone"),
        ('kind = "paper"', 'kind = "weekly"', "key 'kind' must be one of"),
        ('group = "world"', "group = 3", "key 'group' has the wrong type"),
        ('side = "other"', 'side = "other"\ncolour = "red"', "key 'colour' is unknown"),
        ("timezone =", "timezon =", "key 'timezon' is unknown"),
        ("https://harbour-bell.example/rss", "ftp://harbour-bell.example/rss", "key 'discovery.url' must be an http"),
        ('kind = "rss"', 'kind = "listing"', "key 'discovery.link_pattern' is needed"),
        ('kind = "rss"', 'kind = "rss", link_pattern = "("', "key 'discovery.link_pattern' is no regular expression"),
        ('kind = "rss"', 'kind = "listing", xpath = "//["', "key 'discovery.xpath' is no XPath expression"),
        ('kind = "rss"', 'kind = "gdelt"', "key 'discovery.query' is needed for gdelt"),
        ('kind = "rss"', 'kind = "rss", query = "x"', "key 'discovery.query' is needed for gdelt, and only there"),
        ('group = "world"', 'full_text = "site"', "key 'full_text' must be one of page, feed"),
        ('group = "world"', "founded = 1946", "key 'founded' has the wrong type"),
        ('group = "world"', "founded = 1946-12-05T00:00:00Z", "key 'founded' must be a day"),
        ('group = "world"', "layouts = 3", "key 'layouts' has the wrong type"),
        ('group = "world"', "layouts = [{ valid_until = 2025-03-31 }]", "key 'layouts' needs content or published"),
        ('group = "world"', 'layouts = [{ text = "//p" }]', "key 'layouts' needs content or published"),
        ('group = "world"', 'layouts = [{ content = "//[" }]', "key 'layouts.content' is no XPath expression"),
        ('group = "world"', "layouts = [{ published = 3 }]", "key 'layouts.published' is no XPath expression"),
        (
            'group = "world"',
            'layouts = [{ content = "//p", valid_until = "May" }]',
            "key 'layouts.valid_until' must be a",
        ),
        (
            'group = "world"',
            'layouts = [{ content = "//p" }, { content = "//b" }]',
            "key 'layouts.valid_until' must diff",
        ),
        ('url = "https://harbour-bell.example/"', 'url = "https://[bad/"', "key 'url' must be an http or https"),
    ],
)
def test_a_bad_block_is_one_line_that_names_file_block_and_key(old: str, new: str, complaint: str) -> None:
    with pytest.raises(SourcesError) as caught:
        sources.parse(BLOCK.replace(old, new, 1), "my.toml")
    line = str(caught.value)
    assert line.startswith("my.toml: [[source]] ")
    assert complaint in line
    assert "\n" not in line


def test_files_that_are_no_list_of_sources() -> None:
    for text, complaint in (
        ("[[source", "not valid TOML"),
        ("", "no [[source]] block"),
        (BLOCK * 2, "is used 2 times"),
    ):
        with pytest.raises(SourcesError, match=complaint.replace("[", r"\[").replace("]", r"\]")):
            sources.parse(text)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourcesError, match=r"nowhere\.toml: no such file"):
        sources.read(tmp_path / "nowhere.toml")


def test_choosing_sources() -> None:
    both = sources.parse(BLOCK + BLOCK.replace("harbour_bell", "hill_post").replace('"world"', '"hills"'))
    assert [s.source_id for s in sources.choose(both)] == ["harbour_bell", "hill_post"]
    assert [s.source_id for s in sources.choose(both, "hills")] == ["hill_post"]
    assert [s.source_id for s in sources.choose(both, only=["harbour_bell"])] == ["harbour_bell"]
    with pytest.raises(SourcesError, match=r"no such group in sources\.toml: valleys"):
        sources.choose(both, "valleys")
    with pytest.raises(SourcesError, match=r"no such source in sources\.toml: nobody"):
        sources.choose(both, only=["nobody", "hill_post"])


def test_the_live_sources_can_be_read() -> None:
    found = sources.read(Path(__file__).parents[2] / "sql" / "reference" / "sources.toml")
    assert {"en", "ru", "ko", "id", "vi", "zh", "ja", "uk"} <= {source.language for source in found}
    assert all(source.min_delay_seconds >= 1 for source in found)


def test_an_address_is_of_the_source_on_whose_site_it_lies() -> None:
    blocks = {"root": "https://www.a.example/", "deep": "https://a.example/en", "lone": "https://b.example/world"}
    known = sites([Source(name, name, url, "en", "GB", "paper", "other", "UTC", ()) for name, url in blocks.items()])
    for url, expected in (
        ("https://a.example/1", "root"),
        ("http://www.a.example/en/1", "deep"),
        ("https://a.example/en", "deep"),
        ("https://a.example/english/1", "root"),
        ("https://b.example/sport/1", "lone"),
        ("https://c.example/", None),
        ("http://[", None),
    ):
        assert owner(url, known) == expected, url
    deep = sites([Source(n, n, u, "en", "GB", "paper", "other", "UTC", ()) for n, u in blocks.items() if n != "root"])
    assert owner("https://a.example/1", deep) == "deep"
    two = sites([Source(n, n, f"https://a.example/{n}", "en", "GB", "paper", "other", "UTC", ()) for n in ("x", "y")])
    assert [owner(f"https://a.example/{n}/1", two) for n in ("x", "y", "z")] == ["x", "y", None]
