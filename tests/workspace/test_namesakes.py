"""Names that look alike: of two people on a plan, nobody passes for the other."""

from __future__ import annotations

import pytest

from kpi_tree.errors import EditRefused
from kpi_tree.workspace.namesakes import refuse_mixed, same

CYRILLIC_A, GREEK_O = "\u0430", "\u03bf"


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Capa", "\u0421\u0430\u0440\u0430"),
        ("BOBA", "\u0412\u041e\u0412\u0410"),
        ("Oto", f"{GREEK_O}\u03c4{GREEK_O}".upper()),
        ("Ana", " ＡＮＡ"),
        *(("Ana", f"A{unseen}na") for unseen in "\u00ad\u034f\u200b\u200d\u2060\u3164\ufe0f"),
    ],
)
def test_names_that_look_alike_are_the_same_in_whatever_alphabet(name, other) -> None:
    assert same(name, other)
    assert same(other, name)


@pytest.mark.parametrize(
    ("name", "other"), [("Ana", "Анна"), ("Olga", "Ольга"), ("José", "Jose"), ("Νίκος", "Nikos")]
)
def test_names_that_readers_tell_apart_are_two(name, other) -> None:
    assert not same(name, other)


@pytest.mark.parametrize(
    "name",
    [f"An{CYRILLIC_A}", f"Olga G{GREEK_O}mez", "Ana-Иvan", *(f"А{x}na" for x in "\u0301\u200b")],
)
def test_a_word_that_mixes_alphabets_is_no_name(name) -> None:
    with pytest.raises(EditRefused, match="alfabetos"):
        refuse_mixed(name)


@pytest.mark.parametrize("name", ["\u200b", "\u3164 \u00ad"])
def test_a_name_of_which_nothing_is_seen_is_none(name) -> None:
    with pytest.raises(EditRefused, match="nada escrito"):
        refuse_mixed(name)


@pytest.mark.parametrize(
    "name",
    [
        *("Анна Иванова", "Σωκράτης", "José Ñandú", "Łukasz", "山田たろう", "ナカムラ・サトー"),
        *("김철수", "Мар\u02bcяна", "Ana Иванова", "O’Brien", "محمد", "Zoe\u0308", "Ｅｖａ"),
        *("Ana 2", "Ruiz2º"),
    ],
)
def test_names_of_all_alphabets_are_names(name) -> None:
    refuse_mixed(name)


def test_nobody_takes_a_name_that_looks_like_somebody_else_s(host) -> None:
    host.admitted("view", "Caro")
    guest = host.admitted("comment", "Luis")
    for name, code in (("С\u0430ro", "mixed_alphabets"), ("С\u0430го", "name_of_another")):
        with pytest.raises(EditRefused) as refused:
            guest.sharing.introduce(host.plan_id, name=name, side="business")
        assert refused.value.problem.code == code
    assert guest.sharing.introduce(host.plan_id, name="Катя", side="social").name == "Катя"


def test_who_comes_in_by_a_name_that_mixes_alphabets_is_asked_for_another(host) -> None:
    guest = host.guest(f"Olg{CYRILLIC_A}")
    assert not guest.sharing.enter(host.link("edit")[1]).named


def test_who_has_had_a_name_of_two_alphabets_may_still_change_their_side(host) -> None:
    name = f"An{CYRILLIC_A}"
    other = host.namesake(name)
    assert other.sharing.introduce(host.plan_id, name=name, side="social").side == "social"
