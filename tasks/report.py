"""The report: the published views in, one self-contained page and a Markdown brief out."""

import hashlib
import os
import platform
from base64 import b64encode
from datetime import date, datetime
from functools import cache
from pathlib import Path

import polars as pl
import vl_convert
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup
from prefect.artifacts import create_markdown_artifact

from tasks import reader
from tasks.core import brief
from tasks.core.brief_model import Brief, Cell
from tasks.core.markdown import escaped, quoted
from tasks.settings import Settings
from tasks.verb import verb

PAGES = Path(__file__).resolve().parent / "pages"
NAMES = "SELECT table_name FROM information_schema.tables"
MOST = 15  # rows of a section in the Markdown brief
LINKS = 5
LITTLE = 2  # rows that are not worth a fold


@verb("compose the brief")
def compose(settings: Settings, checked: pl.DataFrame, day: date, made_at: datetime) -> Brief:
    """The brief on the week of a day, from the published copy. Raises StoreError where there is none."""
    there = set(reader.read_published(settings.published, NAMES)["table_name"])
    queries = {view: f'SELECT * FROM "{view}"' for view in brief.VIEWS if view in there}  # noqa: S608  names of ours
    return brief.compose(reader.read_several(settings.published, queries) | {"checks": checked}, day, made_at)


@verb("write the report")
def write(settings: Settings, made: Brief) -> Path:
    """Write data/report.html and data/report.md, each whole in one rename; the path of the page."""
    page = settings.data / "report.html"
    _put(page, html(made))
    _put(page.with_suffix(".md"), markdown(made))
    return page


def show(made: Brief, page: Path) -> None:
    """Put the brief, and where the page lies, into the UI: a browser follows no link from there to a file."""
    headline = ", ".join(f"{f.cell.text} {made.words.say(f'figure.{f.key}')}" for f in made.figures)
    where = f"The page with its charts is `{page}` on {platform.node()}."
    create_markdown_artifact(
        f"{markdown(made)}\n\n{where}\n", key="weekly-brief", description=f"**{made.heading}**: {headline}"
    )


def html(made: Brief, language: str = "en") -> str:
    """The page: one file that needs no network, whose policy forbids any, and runs no script but its own."""
    vega, js = _vega(), _text("report.js")
    return (
        _environment(made)
        .get_template("report.html")
        .render(
            brief=made,
            language=language,
            css=Markup(_text("report.css")),  # noqa: S704  a file of ours
            vega=Markup(vega),  # noqa: S704  the library
            js=Markup(js),  # noqa: S704  a file of ours
            script_hashes=Markup(" ".join(_hash(script) for script in (vega, js))),  # noqa: S704  made here
            target=lambda cell: target(made, cell),
            folds=lambda section: len(section.rows) > section.opened + LITTLE,
        )
    )


def markdown(made: Brief) -> str:
    """The brief in Markdown: the first rows of each section, each number followed by links to its articles."""
    page = _environment(made).get_template("report.md")
    return page.render(brief=made, most=MOST, links=lambda cell: links(made, cell))


def target(made: Brief, cell: Cell) -> str:
    """Where on the page a cell leads: an article, a list of articles, a section, or "" for nowhere."""
    if cell.articles in made.lists:
        return f"#s{made.lists[cell.articles]}"
    known = [made.articles[each].number for each in cell.articles if each in made.articles]
    return f"#a{known[0]}" if known else f"#{cell.anchor}" if cell.anchor else ""


def links(made: Brief, cell: Cell) -> str:
    """The first few articles of a cell as Markdown links, and where on the page the others are."""
    known = [found for each in cell.articles if (found := made.articles.get(each)) and found.url]
    shown = " ".join(f"[{found.number}](<{quoted(str(found.url))}>)" for found in known[:LINKS])
    rest = f" [+{len(known) - LINKS}](<report.html{target(made, cell)}>)" if len(known) > LINKS else ""
    return f" ({shown}{rest})" if known else ""


def _environment(made: Brief) -> Environment:
    found = Environment(
        loader=FileSystemLoader(PAGES),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
    found.filters["md"] = escaped
    found.globals["say"] = made.words.say
    return found


@cache
def _vega() -> str:
    return vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;")


def _text(name: str) -> str:
    return (PAGES / name).read_text(encoding="utf8")


def _hash(script: str) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def _put(path: Path, text: str) -> None:
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    temporary.write_text(text, encoding="utf8", newline="\n")
    temporary.replace(path)
