"""Where each number of a link comes from: a row of the library, opinions, whoever wrote it."""

import pytest

import kpi_tree as kt
from kpi_tree.plan.replay import replay
from tests.founding.test_evidence import adopted, between
from tests.simulation.plans_in_short import link, metric, plan

PEOPLE = [{"id": "ana", "name": "Ana"}, {"id": "sol", "name": "Sol"}]
VOICES = [{"by": "ana", "size": 0.1}, {"by": "sol", "size": 0.3}]


def kinds(of, **own):
    return {each.number: each.kind for each in kt.origins(of, "a_to_b", **own)}


def test_what_was_adopted_comes_from_the_library_with_its_degree_of_verification():
    of = adopted("L034")
    assert kinds(of) == {
        "size": "library", "lag": "library", "carryover": "default", "cap": "library",
    }  # fmt: skip
    (size, *_) = kt.origins(of, "a_to_b")
    with kt.speak("en"):
        assert kt.library.link("L034").published.verified.name in size.sentence
    assert kinds(adopted("L034", between("L034", lag=2)))["lag"] == "team"


def test_every_row_that_may_be_adopted_is_known_again_and_told_with_its_degree():
    for row in kt.library.links():
        if kt.library.link(row.id).is_definition:
            continue
        try:
            of = adopted(row.id)
        except kt.EditRefused:
            continue
        size = next(each for each in kt.origins(of, "a_to_b") if each.number == "size")
        assert (row.id, size.row) == (row.id, row)
        assert row.published.verified.name in size.sentence


def test_a_size_that_was_changed_is_the_teams_own():
    of = adopted("L034")
    changed = replay(kt.change_link(of, "a_to_b", size={"p10": 0.1, "p90": 0.2}), of)
    assert kinds(changed)["size"] == "team"


def test_a_pool_is_told_with_those_whose_opinions_it_is():
    size = {"shape": "mixture", "of": [0.1, 0.3]}
    of = plan(metric("a", baseline=1), metric("b", baseline=1), people=PEOPLE,
              links=[link("a", "b", size, opinions=VOICES)])  # fmt: skip
    (found, *_) = kt.origins(of, "a_to_b")
    assert (found.kind, found.people) == ("opinions", ("Ana", "Sol"))


def test_a_pool_in_which_all_count_alike_is_known_whatever_weights_were_given():
    voices = [{**VOICES[0], "weight": 3}, VOICES[1]]
    of = plan(metric("a", baseline=1), metric("b", baseline=1), people=PEOPLE,
              links=[link("a", "b", 0.2, opinions=voices)])  # fmt: skip
    assert kinds(of)["size"] == "team"
    now = replay(kt.pool_opinions(of, "a_to_b", equal=True), of)
    (found, *_) = kt.origins(now, "a_to_b")
    assert (found.kind, found.people) == ("opinions", ("Ana", "Sol"))


@pytest.mark.parametrize("language", kt.LANGUAGES)
def test_the_history_tells_since_which_version_and_by_whom(language):
    of = plan(metric("a", baseline=1), metric("b", baseline=1), links=[link("a", "b", 0.2)])
    with kt.Workspace.in_memory() as rooms, kt.speak(language):
        made = rooms.create(of, by="Sol").plan_id
        rooms.edit(made, kt.change_link, "a_to_b", lag=2, by="Eva")
        rooms.edit(made, kt.change_link, "a_to_b", why="…", by="Sol")
        found = kt.origins(rooms.read(made).plan, "a_to_b", history=rooms.history(made))
        told = {each.number: each for each in found}
    assert [(told[each].edit.version, told[each].edit.author) for each in ("size", "lag")] == [
        (1, "Sol"),
        (2, "Eva"),
    ]
    assert "Eva" in told["lag"].sentence


def test_half_of_an_effect_is_gone_after_as_many_months_as_its_carryover_was_asked_for():
    for months in (1, 2, 6):
        of = plan(metric("a", baseline=8), metric("b", baseline=1),
                  links=[link("a", "b", 1, carryover=kt.carryover_of(months))])  # fmt: skip
        found = kt.link_card(of, "a_to_b").fading.half_life
        assert found == pytest.approx(months, abs=0.01)


def test_the_driver_does_the_share_of_the_most_that_was_asked_for():
    for used in (0.1, 0.5, 0.8):
        short = plan(metric("a", baseline=8), metric("b", baseline=1), links=[link("a", "b", 1)])
        bent = {"half": kt.half_where(short, "a_to_b", used=used)}
        of = replay(kt.change_link(short, "a_to_b", saturation=bent), short)
        assert kt.link_card(of, "a_to_b").bending.used == pytest.approx(used, abs=1e-3)


def test_where_a_driver_is_worked_out_its_level_can_be_told():
    of = plan(metric("a", baseline=8), metric("c", formula="2 * a"), metric("b", baseline=1),
              links=[link("c", "b", 1)])  # fmt: skip
    assert kt.half_where(of, "c_to_b", used=0.5) is None
    bent = {"half": kt.half_where(of, "c_to_b", used=0.5, level=16.0)}
    now = replay(kt.change_link(of, "c_to_b", saturation=bent), of)
    assert kt.link_card(now, "c_to_b").bending.used is None
    assert kt.link_card(now, "c_to_b", level=16.0).bending.used == pytest.approx(0.5)
