"""Who stands behind a link: one's own signature, a recorded one, a side nobody confirmed."""

from datetime import date

import pytest

import kpi_tree as kt
from kpi_tree.plan.replay import replay
from tests.simulation.plans_in_short import link, metric, plan

PEOPLE = [
    {"id": "ana", "name": "Ana", "side": "business"},
    {"id": "sol", "name": "Sol", "side": "social"},
]
SIZE = {"p10": 0.1, "p90": 0.3}


def short(**own):
    return plan(metric("a", baseline=10), metric("b", baseline=10), people=PEOPLE,
                links=[link("a", "b", SIZE, **own)])  # fmt: skip


def after(of, edit, *args, **fields):
    return replay(edit(of, "a_to_b", *args, **fields), of)


def signed(person="ana"):
    return after(short(), kt.sign_link, person=person, on=date(2027, 1, 5))


class Comer:
    """Somebody who came by a link."""

    def __init__(self, own, name, side="", *, confirmed=False):
        self.id, self.name, self.side, self.side_confirmed = own, name, side, confirmed


def state(of, people=None):
    return kt.signing(of, "a_to_b", sides=kt.sides(of, people)).state


def test_a_link_is_signed_once_somebody_of_the_business_signs_it():
    assert state(short()) == "unsigned"
    assert state(signed("sol")) == "unsigned"
    assert state(signed()) == "signed"


def test_a_size_changed_later_asks_for_a_new_signature_and_gets_it():
    changed = after(signed(), kt.change_link, size={"p10": 0.1, "p90": 0.31})
    assert state(changed) == "outdated"
    assert kt.signing(changed, "a_to_b").asks
    again = after(changed, kt.sign_link, person="ana", on="2027-02-01")
    assert state(again) == "signed"
    assert [each.on for each in again.links[0].agreed_by] == ["2027-02-01"]


def test_a_size_that_is_put_back_is_signed_again():
    changed = after(signed(), kt.change_link, size=0.2)
    assert state(after(changed, kt.change_link, size=SIZE)) == "signed"


@pytest.mark.parametrize("language", kt.LANGUAGES)
def test_what_somebody_else_recorded_shows_and_stays_unconfirmed(language):
    recorded = after(short(), kt.record_signature, person="ana", on="2027-01-05", recorder="sol")
    found = kt.signing(recorded, "a_to_b")
    assert found.state == "unconfirmed"
    with kt.speak(language):
        assert "Sol" in found.signatures[0].sentence
    own = after(recorded, kt.sign_link, person="ana", on="2027-01-06")
    assert state(own) == "signed"


def test_what_one_records_for_oneself_is_ones_own():
    own = after(short(), kt.record_signature, person="ana", on="2027-01-05", recorder="ana")
    assert own.links[0].agreed_by[0].recorded_by == ""


def test_a_side_that_one_declares_for_oneself_does_not_count_until_it_is_confirmed():
    came = Comer("f1", "Ana", "business")
    assert state(signed(), [came]) == "unconfirmed"
    came.side_confirmed = True
    assert state(signed(), [came]) == "signed"
    came.side = "social"
    assert state(signed(), [came]) == "unsigned"


def test_the_findings_of_the_card_know_of_a_side_that_nobody_confirmed():
    of = signed()
    told = kt.sides(of, [Comer("f1", "Ana", "business")])
    found = {each.code for each in kt.link_card(of, "a_to_b", sides=told).findings}
    assert "signature_unconfirmed" in found
    assert "signature_unconfirmed" not in {each.code for each in kt.check(of)}


def test_somebody_who_never_came_confirms_nothing():
    assert state(signed(), []) == "unconfirmed"


def test_of_two_people_of_one_name_none_is_taken_for_the_plans():
    comers = [Comer("f1", "Ana", "business", confirmed=True), Comer("f2", "ana ", "business")]
    assert kt.persons(signed(), comers) == {}
    assert state(signed(), comers) == "unconfirmed"


def test_who_is_new_is_entered_under_an_id_of_their_own_as_they_sign():
    came = Comer("0F3a", "Ana", "business", confirmed=True)
    own = kt.person_id(came.id)
    of = after(short(), kt.sign_link, person=own, on="2027-01-05", name="Ana", side="business")
    assert of.people[-1].id == own
    assert kt.persons(of, [came]) == {"0F3a": own}
    assert state(of, [came]) == "signed"


def test_a_signature_of_nobody_in_the_plan_is_refused():
    with pytest.raises(kt.EditRefused):
        kt.sign_link(short(), "a_to_b", person="eva", on="2027-01-05")


def test_a_link_without_size_cannot_be_signed():
    unsized = after(short(), kt.change_link, size=None)
    with pytest.raises(kt.EditRefused) as refusal:
        kt.sign_link(unsized, "a_to_b", person="ana", on="2027-01-05")
    assert [each.code for each in refusal.value.problems] == ["nothing_to_sign"]


@pytest.mark.parametrize("change", [{"size": 5.0}, {"effect": "per_unit"}])
@pytest.mark.parametrize("language", kt.LANGUAGES)
def test_a_size_that_its_signer_never_saw_is_not_signed(change, language):
    seen = short()
    now = after(seen, kt.change_link, **change)
    signature = {"person": "ana", "on": "2027-01-05", "seen": seen.links[0]}
    for edit, more in ((kt.sign_link, {}), (kt.record_signature, {"recorder": "sol"})):
        with kt.speak(language), pytest.raises(kt.EditRefused) as refusal:
            edit(now, "a_to_b", **signature, **more)
        assert [each.code for each in refusal.value.problems] == ["size_changed_meanwhile"]
    assert state(after(seen, kt.sign_link, **signature)) == "signed"


def test_what_else_changed_meanwhile_does_not_keep_anybody_from_signing():
    seen = short()
    now = after(seen, kt.change_link, why="…", lag=2)
    assert state(after(now, kt.sign_link, person="ana", on="2027-01-05", seen=seen.links[0])) == (
        "signed"
    )


@pytest.mark.parametrize("change", [{"effect": "per_unit"}, {"driver": "b", "outcome": "a"}])
def test_the_same_number_with_another_meaning_asks_for_a_new_signature(change):
    of = signed()
    assert state(after(of, kt.change_link, **change)) == "unsigned"
    row = {"id": "a_to_b", **change}
    assert state(replay(kt.paste(of, links=[row]), of)) == "unsigned"


@pytest.mark.parametrize("change", [{"lag": 3}, {"effect": "elasticity"}, {"effect": None}])
def test_what_leaves_the_meaning_leaves_the_signature(change):
    assert state(after(signed(), kt.change_link, **change)) == "signed"


def test_a_signature_can_be_withdrawn():
    assert state(after(signed(), kt.withdraw_signature, person="ana")) == "unsigned"


SIGN = ("edit", kt.sign_link, "a_to_b", {"person": "ana", "on": "2027-01-05"})
WITHDRAW = ("edit", kt.withdraw_signature, "a_to_b", {"person": "ana"})


def closed_room(*steps, file=False):
    """Sol owns a closed room; Ana of the business is confirmed; then what each of them does."""
    rooms = kt.Workspace.in_memory(closed=True)
    seats = {name: rooms.admitted(kt.Visitor(token=kt.new_token(), name=name))
             for name in ("Sol", "Ana")}  # fmt: skip
    made = seats["Sol"].create(signed() if file else short()).plan_id
    _, token = seats["Sol"].sharing.invite(made, role="edit", name="room")
    came = seats["Ana"].sharing.enter(token, name="Ana").person
    seats["Sol"].sharing.confirm_side(made, came, "business")
    for who, (verb, *args, fields) in steps:
        getattr(seats[who], verb)(made, *args, **fields)
    of = seats["Sol"].read(made).plan
    own = kt.sides(of, seats["Sol"].sharing.people(made), history=seats["Sol"].history(made))
    found = kt.signing(of, "a_to_b", sides=own)
    rooms.close()
    return found


def test_a_signature_counts_from_the_signers_own_link_to_the_plan():
    assert closed_room(("Ana", SIGN)).state == "signed"


def test_a_signature_that_its_signer_withdrew_needs_a_later_edit_of_theirs():
    withdrawn = (("Ana", SIGN), ("Ana", WITHDRAW))
    assert closed_room(*withdrawn, ("Sol", SIGN)).state == "unconfirmed"
    assert closed_room(*withdrawn, ("Sol", ("restore", 2, {}))).state == "unconfirmed"
    assert closed_room(*withdrawn, ("Ana", ("undo", {}))).state == "signed"
    assert closed_room(*withdrawn, ("Sol", SIGN), ("Sol", WITHDRAW), ("Ana", SIGN)).state == (
        "signed"
    )


def test_a_signature_that_another_took_away_and_put_back_is_still_its_signers():
    back = ("restore", 2, {})
    assert closed_room(("Ana", SIGN), ("Sol", WITHDRAW), ("Sol", back)).state == "signed"


def test_a_signature_put_back_on_the_same_number_of_another_effect_is_not_its_signers():
    per_unit = ("edit", kt.change_link, "a_to_b", {"effect": "per_unit"})
    assert closed_room(("Ana", SIGN), ("Sol", per_unit), ("Sol", SIGN)).state == "unconfirmed"


@pytest.mark.parametrize("language", kt.LANGUAGES)
def test_a_signature_that_another_put_in_stays_unconfirmed_and_says_so(language):
    with kt.speak(language):
        for found in (closed_room(("Sol", SIGN)), closed_room(file=True)):
            assert found.state == "unconfirmed"
            assert kt.say("founding.put_in_by_another") in found.signatures[0].sentence


def test_the_history_tells_with_which_version_each_signature_came():
    with kt.Workspace.in_memory() as rooms:
        made = rooms.create(short(), by="Sol").plan_id
        rooms.edit(made, kt.sign_link, "a_to_b", person="ana", on="2027-01-05", by="Ana")
        rooms.edit(made, kt.change_link, "a_to_b", why="…", by="Sol")
        rooms.edit(made, kt.sign_link, "a_to_b", person="sol", on="2027-01-06", by="Sol")
        found = kt.signed_on(rooms.history(made))
    assert {key: (on.version, on.author) for key, on in found.items()} == {
        ("a_to_b", "ana"): (2, "Ana"),
        ("a_to_b", "sol"): (4, "Sol"),
    }
