"""The words of Enlace are whole: in both languages, for every key, with nothing left over."""

from __future__ import annotations

from collections import Counter

import pytest

from kpi_tree.locale import CATALOGUES, LANGUAGES
from kpi_tree.locale.__main__ import compiled
from tests.house import code

# Keys that are put together while the program runs, `{}` standing for a code. A key of a family
# is in use where its codes are written as texts somewhere in the code.
FAMILIES = (
    "errors.{}.sentence",  # Problem(code) is worded by errors.py when somebody reads it
    "errors.{}.remedy",
    "typed.{}",  # TypedError(code), the same for a range that somebody types
    "typed.{}_remedy",
    "library.layer.{}",  # the library's rows name these by their codes
    "library.area.{}",
    "library.degree.{}",
    "library.basis.{}",
    "library.grade.{}",
    "library.design.{}",
    "findings.{}.sentence",  # Finding(code) is worded by review/finding.py when somebody reads it
    "findings.{}.remedy",
    "findings.{}.meaning",
    "findings.level.{}",
    "cli.level_{}",
    "cli.count_{}",
    "history.by_{}",  # telling/sentences.py words what an event did, with a name and without
    "history.plain_{}",
    "history.field.{}",  # by the plan's own keys and codes
    "history.code.{}",
    "history.cost.{}",
    "entrance.{}",  # the names in entrance.html
    "share.role_{}",  # by role and by side
    "share.role_{}_help",
    "share.side_{}",
)
# Where the first argument is the code of a family, every code has all of the family's keys.
CODED = {"Problem": ("errors.{}.sentence", "errors.{}.remedy")}

catalogues = sorted(CATALOGUES.glob("*/LC_MESSAGES/*.po"))
names = ["/".join((file.parts[-3], file.stem)) for file in catalogues]


def test_every_key_has_words_in_both_languages() -> None:
    keys = {language: set(code.entries(language)) for language in LANGUAGES}
    assert keys["es"] - keys["en"] == set(), "in Spanish only"
    assert keys["en"] - keys["es"] == set(), "in English only"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_key_is_left_without_words_or_marked_as_doubtful(language: str) -> None:
    messages = code.entries(language).items()
    assert [key for key, message in messages if not all(code.forms(message))] == []
    assert [key for key, message in messages if message.fuzzy] == []


def test_both_languages_name_the_same_values() -> None:
    spanish, english = code.entries("es"), code.entries("en")
    differing = [
        key
        for key in spanish.keys() & english.keys()
        if _names(spanish[key]) - {"n"} != _names(english[key]) - {"n"}
    ]
    assert differing == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_braces_hold_plain_names_only(language: str) -> None:
    odd = [
        key
        for key, message in code.entries(language).items()
        if not all(name.isidentifier() for name in _names(message))
    ]
    assert odd == []


@pytest.mark.parametrize("file", catalogues, ids=names)
def test_a_catalogue_holds_the_keys_of_its_own_room_each_once(file) -> None:
    with file.open("rb") as source:
        ids = [line.split('"')[1] for line in source.read().decode().splitlines() if _is_id(line)]
    assert [key for key in ids if not key.startswith(f"{file.stem}.")] == []
    assert [key for key, count in Counter(ids).items() if count > 1] == []


@pytest.mark.parametrize("file", catalogues, ids=names)
def test_the_compiled_catalogue_is_current(file) -> None:
    assert file.with_suffix(".mo").read_bytes() == compiled(file.read_bytes()), "run: make words"


def test_no_compiled_catalogue_has_lost_its_source() -> None:
    orphans = {file.with_suffix(".po") for file in CATALOGUES.rglob("*.mo")} - set(catalogues)
    assert orphans == set()


def test_every_key_that_code_asks_for_exists() -> None:
    known = code.entries("es")
    asked = (said for said in code.said() if "{}" not in said.key)
    assert [f"{said.place} {said.key}" for said in asked if said.key not in known] == []


def test_every_key_that_is_put_together_belongs_to_a_listed_family() -> None:
    built = (said for said in code.said() if "{}" in said.key)
    assert [f"{said.place} {said.key}" for said in built if said.key not in FAMILIES] == []


def test_every_written_code_has_all_keys_of_its_family() -> None:
    written = ((place, CODED[name], call) for place, name, call in code.calls() if name in CODED)
    missing = [
        f"{place} {family.format(call.args[0].value)}"
        for place, families, call in written
        for family in families
        if call.args and isinstance(getattr(call.args[0], "value", None), str)
        if family.format(call.args[0].value) not in code.entries("es")
    ]
    assert missing == []


def test_code_gives_every_value_that_the_words_name() -> None:
    known = code.entries("es")
    short = [
        f"{said.place} {said.key}: {sorted(_names(known[said.key]) - said.names)}"
        for said in code.said()
        if said.key in known and said.names is not None and _names(known[said.key]) - said.names
    ]
    assert short == []


def test_no_key_is_left_over() -> None:
    assert [key for key in code.entries("es") if not _is_used(key)] == []


def _names(message) -> set[str]:
    return set().union(*map(code.placeholders, code.forms(message)))


def _is_id(line: str) -> bool:
    return line.startswith('msgid "') and line != 'msgid ""'


def _is_used(key: str) -> bool:
    if key in code.literals():
        return True
    found = (code.matches(key, family) for family in FAMILIES)
    return any(match and all(map(code.is_written, match.groups())) for match in found)
