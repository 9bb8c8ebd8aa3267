"""README and docs/: what they point to is there, and what they show works."""

import re
import textwrap
from pathlib import Path

import pytest

from tasks.core import sources
from tasks.settings import ROOT, Settings

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
TEXTS = {page.name: page.read_text(encoding="utf8") for page in PAGES}
ALL = "\n".join(TEXTS.values())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_to_files(page: Path) -> None:
    links = [link for link in re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf8")) if "://" not in link]
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_commands_are_there() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf8"), flags=re.M))
    told = set(re.findall(r"(?:^ {4}|`)make ([a-z-]+)", ALL, flags=re.M))
    assert {"run", "test", "sql", "report", "serve"} <= told <= targets
    modules = set(re.findall(r"python -m (flows\.\w+)", ALL))
    assert modules
    assert [name for name in modules if not (ROOT / f"{name.replace('.', '/')}.py").exists()] == []


def test_settings_are_settings() -> None:
    told = {name.lower().removeprefix("tumen_") for name in re.findall(r"TUMEN_[A-Z_]+[A-Z]", ALL)}
    assert "contact" in told
    assert told <= set(Settings.model_fields)


@pytest.mark.parametrize("name", ["README.md", "add-a-source.md"])
def test_the_source_that_is_shown_is_one(name: str) -> None:
    (block,) = re.findall(r"^ +\[\[source\]\]\n(?: +\S.*\n)+", TEXTS[name], flags=re.M)
    (shown,) = sources.parse(textwrap.dedent(block))
    assert shown.source_id == "harbour_bell"
    keys = set(re.findall(r"^ *(\w+) = ", block, flags=re.M))
    assert keys == {*sources.REQUIRED, *sources.OPTIONAL}


def test_pictures_are_small() -> None:
    pictures = list((ROOT / "docs" / "images").glob("*.png"))
    assert {f"docs/images/{picture.name}" for picture in pictures} >= set(re.findall(r"\]\((docs/images/.*?)\)", ALL))
    assert [picture.name for picture in pictures if picture.stat().st_size > 300_000] == []
