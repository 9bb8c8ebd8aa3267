"""Text of others in Markdown."""

from tasks.core import markdown


def test_what_others_wrote_is_shown_and_not_obeyed() -> None:
    assert markdown.escaped("# *Ferry* | <b>\nlate") == "\\# \\*Ferry\\* \\| \\<b\\> late"


def test_a_link_has_an_address_of_the_web_or_is_its_text() -> None:
    assert markdown.link("[1] Ferry", "https://quay.example/a|b>") == "[\\[1\\] Ferry](<https://quay.example/a%7Cb%3E>)"
    assert markdown.link("Ferry", "javascript:alert(1)") == "Ferry"
    assert markdown.link("", None) == "(no title)"


def test_a_table_without_rows_is_nothing() -> None:
    assert markdown.table(("a", "b"), []) == ""
    assert markdown.table(("a", "b"), [("1", "2")]) == "| a | b |\n| --- | --- |\n| 1 | 2 |"
