"""One's own voice on a link: whoever may comment gives an opinion and signs, for nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import kpi_tree as kt

if TYPE_CHECKING:
    from tests.workspace.hosting import Host

THREE = {"low": 0.1, "likely": 0.2, "high": 0.3}
TODAY = {"on": "2027-01-04"}


def linked(host: Host) -> Host:
    """The host's plan with a link, and with Luis among its people."""
    host.owner.edit(host.plan_id, kt.add_link, "a", outcome="b", id="l", size=0.2)
    host.owner.edit(host.plan_id, kt.add_person, "Luis", id="luis", side="business")
    return host


def only_link(host: Host) -> kt.Link:
    return host.owner.read(host.plan_id).plan.links[0]


def state(host: Host) -> str:
    plan = host.owner.read(host.plan_id).plan
    people, history = host.owner.sharing.people(host.plan_id), host.owner.history(host.plan_id)
    return kt.signing(plan, "l", sides=kt.sides(plan, people, history=history)).state


def test_a_leader_with_a_link_to_comment_thinks_and_signs(host) -> None:
    guest = linked(host).admitted("comment", "Eva")
    guest.vouch(host.plan_id, kt.give_opinion, "l", **THREE)
    guest.vouch(host.plan_id, kt.sign_link, "l", **TODAY)
    me = guest.sharing.me(host.plan_id)
    assert [each.by for each in only_link(host).opinions] == [kt.person_id(me.id)]
    assert [each.by for each in only_link(host).agreed_by] == [kt.person_id(me.id)]


def test_their_signature_counts_once_the_owner_has_confirmed_their_side(host) -> None:
    guest = linked(host).admitted("comment", "Eva")
    guest.sharing.introduce(host.plan_id, name="Eva", side="business")
    guest.vouch(host.plan_id, kt.sign_link, "l", **TODAY)
    assert state(host) == "unconfirmed"
    host.owner.sharing.confirm_side(
        host.plan_id, guest.sharing.me(host.plan_id).id, side="business"
    )
    assert state(host) == "signed"


def test_they_take_their_own_back(host) -> None:
    guest = linked(host).admitted("comment", "Eva")
    for edit, fields in ((kt.give_opinion, THREE), (kt.sign_link, TODAY)):
        guest.vouch(host.plan_id, edit, "l", **fields)
    for edit in (kt.withdraw_opinion, kt.withdraw_signature):
        guest.vouch(host.plan_id, edit, "l")
    assert (only_link(host).opinions, only_link(host).agreed_by) == ((), ())


def test_whoever_only_bears_a_name_does_not_speak_for_its_owner(host) -> None:
    linked(host).owner.edit(host.plan_id, kt.give_opinion, "l", person="luis", **THREE)
    host.admitted("comment", "Luis").vouch(
        host.plan_id, kt.give_opinion, "l", low=5, likely=6, high=7
    )
    first, second = only_link(host).opinions
    assert (first.by, first.size.mode) == ("luis", 0.2)
    assert second.by != "luis"


def test_whom_the_owner_has_confirmed_is_who_bears_the_name(host) -> None:
    guest = linked(host).admitted("comment", "Luis")
    me = guest.sharing.me(host.plan_id).id
    host.owner.sharing.confirm_side(host.plan_id, me, side="business")
    guest.vouch(host.plan_id, kt.sign_link, "l", **TODAY)
    assert [each.by for each in only_link(host).agreed_by] == ["luis"]


@pytest.mark.parametrize(
    ("edit", "fields"),
    [
        (kt.change_link, {"size": 9}),
        (kt.record_signature, {"person": "luis", "recorder": "luis", **TODAY}),
        (kt.sign_link, {"person": "luis", **TODAY}),
        (kt.give_opinion, {"weight": 100, **THREE}),
        (kt.pool_opinions, {}),
    ],
)
def test_nothing_else_is_done_with_it(host, edit, fields) -> None:
    guest = linked(host).admitted("comment", "Eva")
    before = only_link(host)
    with pytest.raises(kt.NotAllowed):
        guest.vouch(host.plan_id, edit, "l", **fields)
    assert only_link(host) == before


def test_whoever_may_only_look_is_refused(host) -> None:
    guest = linked(host).admitted("view", "Eva")
    with pytest.raises(kt.NotAllowed):
        guest.vouch(host.plan_id, kt.sign_link, "l", **TODAY)
    assert only_link(host).agreed_by == ()


def test_sent_again_it_is_done_once(host) -> None:
    guest = linked(host).admitted("comment", "Eva")
    versions = {
        guest.vouch(host.plan_id, kt.sign_link, "l", command="c", **TODAY).version for _ in range(2)
    }
    assert len(versions) == 1


def test_on_ones_own_machine_one_speaks_under_the_name_one_goes_by(workspace, plan_id) -> None:
    workspace.edit(plan_id, kt.add_link, "a", outcome="b", id="l", size=0.2, by="Ana")
    for name in ("Ana", " ana"):
        workspace.vouch(plan_id, kt.sign_link, "l", by=name, **TODAY)
    assert [each.by for each in workspace.read(plan_id).plan.links[0].agreed_by] == ["ana"]
