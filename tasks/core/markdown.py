"""Text of others in Markdown: what they wrote is shown, never obeyed."""

from collections.abc import Iterable, Sequence


def escaped(text: str) -> str:
    """The text on one line, with nothing in it that Markdown takes for a sign."""
    return "".join(f"\\{c}" if c in "\\`*_[]<>|#~" else " " if c in "\r\n" else c for c in text)


def quoted(url: str) -> str:
    """The address as it may stand between angle brackets, in a table too."""
    return url.replace("<", "%3C").replace(">", "%3E").replace("|", "%7C").replace("\n", "")


def link(text: str, url: str | None) -> str:
    """A link, or only its text where there is no address of the web."""
    shown = escaped(text) or "(no title)"
    return f"[{shown}](<{quoted(url)}>)" if url and url.startswith(("http://", "https://")) else shown


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of cells that are Markdown already; "" where there is no row."""
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([f"| {' | '.join(head)} |", f"|{' --- |' * len(head)}", *lines]) if lines else ""
