import polars as pl
import pytest

from tasks.core import inflection, reference

RULES = inflection.rules(reference.table("inflections"))


@pytest.mark.parametrize(
    ("name", "language", "classes", "forms"),
    [
        ("Путин", "ru", "s", {"Путина", "Путину", "Путиным", "Путине"}),
        ("Мацегора", "ru", "s", {"Мацегоры", "Мацегоре", "Мацегору", "Мацегорой"}),
        ("Ким Чен Ын", "ru", "..m", {"Ким Чен Ына", "Ким Чен Ыном"}),
        ("Северная Корея", "ru", "Ff", {"Северной Кореи", "Северную Корею"}),
        ("Совет Федерации", "ru", "m.", {"Совета Федерации", "Советом Федерации"}),
        ("Комсомольск-на-Амуре", "ru", "m..", {"Комсомольска-на-Амуре"}),
        ("российский", "ru", "A", {"российская", "российскими"}),
        ("Росія", "uk", "f", {"Росії", "Росію", "Росією"}),
        ("Київський", "uk", "A", {"Київського", "Київська"}),
        ("Nordkorea", "de", "g", {"Nordkoreas"}),
    ],
)
def test_case_forms_follow_the_table(name: str, language: str, classes: str, forms: set[str]) -> None:
    made = inflection.forms(name, language, classes, RULES)
    assert made[0] == name
    assert forms <= set(made)
    assert len(made) == len(set(made))


def test_the_words_of_a_name_stand_in_one_case() -> None:
    assert "Северной Корею" not in inflection.forms("Северная Корея", "ru", "Ff", RULES)


@pytest.mark.parametrize("classes", [None, "", "."])
def test_a_name_without_classes_stays_as_it_is(classes: str | None) -> None:
    assert inflection.forms("Шойгу", "ru", classes, RULES) == ["Шойгу"]


@pytest.mark.parametrize(("classes", "language"), [("m", "ru"), ("mmm", "ru"), ("mq", "ru"), ("mm", "ko")])
def test_classes_that_do_not_fit_are_refused(classes: str, language: str) -> None:
    with pytest.raises(ValueError, match="do not fit"):
        inflection.forms("Сергей Лавров", language, classes, RULES)


def test_a_table_of_names_gets_a_row_for_each_form() -> None:
    table = pl.DataFrame({"name": ["Курск"], "language": ["ru"], "inflection": ["m"], "id": ["kursk"]})
    made = inflection.spelled(table, "name", RULES)
    assert made.columns == ["name", "language", "id", "dictionary_form"]
    assert made["name"].to_list() == ["Курск", "Курска", "Курску", "Курском", "Курске"]
    assert set(made["dictionary_form"]) == {"Курск"}
