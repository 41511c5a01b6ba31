"""Each role × each thing to do × own and foreign plan × each state of the link: exactly what is
allowed happens, and what is refused has changed nothing.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from kpi_tree.errors import EnlaceError, NotAllowed
from kpi_tree.plan.edits import add_link, give_opinion, set_ask, sign_link, withdraw_opinion
from kpi_tree.plan.model import Target
from kpi_tree.rights import ACTIONS, ROLES
from kpi_tree.workspace import Subject, new_token
from tests.conftest import STORES
from tests.store.plans import count_up, little

if TYPE_CHECKING:
    from kpi_tree.workspace import Workspace
    from tests.workspace.hosting import Host

STATES = ("valid", "revoked", "expired", "guessed", "let go", "unknown person")
# Whoever was never let in has no role.
NEVER_HERE = ("guessed", "unknown person")
# Who may do what, written here anew: an oracle for the table of the rights.
ORDER = ("view", "comment", "edit", "own")
LEAST = {
    **dict.fromkeys(("look", "propose"), "view"),
    **dict.fromkeys(("comment", "vouch"), "comment"),
    "edit": "edit",
    **dict.fromkeys(("take_over", "share", "archive", "delete", "erase"), "own"),
}
NO_PLAN, TOO_SMALL = "BadArgument: unknown_plan", "NotAllowed: role_too_small"
REFUSED = {
    "revoked": "NotAllowed: link_revoked",
    "expired": "NotAllowed: link_expired",
    "let go": "NotAllowed: let_go",
    **dict.fromkeys(NEVER_HERE, NO_PLAN),
}
AIM = (Target(metric="a", value=5),)
THREE = {"low": 0.1, "likely": 0.2, "high": 0.3}
TODAY = {"on": "2027-01-04"}

# What can be asked of a plan: the action that it takes, and how. `there` holds what the plan
# already has, so that nothing fails for want of it.
ASKED = {
    "read": ("look", lambda w, p, _: w.read(p)),
    "read an older version": ("look", lambda w, p, _: w.read(p, 1)),
    "history": ("look", lambda w, p, _: w.history(p)),
    "timeline": ("look", lambda w, p, _: w.timeline(p)),
    "compare": ("look", lambda w, p, _: w.compare(p, 1)),
    "undoable": ("look", lambda w, p, _: w.undoable(p)),
    "redoable": ("look", lambda w, p, _: w.redoable(p)),
    "named versions": ("look", lambda w, p, _: w.named_versions(p)),
    "pulse": ("look", lambda w, p, _: w.pulse(p)),
    "listen": ("look", lambda w, p, _: w.listen(p, print)()),
    "people": ("look", lambda w, p, _: w.sharing.people(p)),
    "limited": ("look", lambda w, p, _: w.sharing.limited_to_known(p)),
    "introduce": ("look", lambda w, p, _: w.sharing.introduce(p, name="Luis", side="social")),
    "threads": ("look", lambda w, p, _: w.talk.threads(p)),
    "mentions": ("look", lambda w, p, _: w.talk.mentions(p)),
    "proposals": ("look", lambda w, p, _: w.talk.proposals(p)),
    "duplicate": ("look", lambda w, p, _: w.duplicate(p)),
    "propose": ("propose", lambda w, p, _: w.talk.propose(p, name="Más", targets=AIM)),
    "comment": ("comment", lambda w, p, _: w.talk.comment(p, Subject(), "¿Sí?")),
    "reply": ("comment", lambda w, p, there: w.talk.reply(p, there.thread, "Sí")),
    "resolve": ("comment", lambda w, p, there: w.talk.resolve(p, there.thread)),
    "reopen": ("comment", lambda w, p, there: w.talk.reopen(p, there.thread)),
    "withdraw another's": ("share", lambda w, p, there: w.talk.withdraw(p, there.remark)),
    "think": ("vouch", lambda w, p, _: w.vouch(p, give_opinion, "l", **THREE)),
    "take a thought back": ("vouch", lambda w, p, _: w.vouch(p, withdraw_opinion, "l")),
    "sign": ("vouch", lambda w, p, _: w.vouch(p, sign_link, "l", **TODAY)),
    "edit": ("edit", lambda w, p, _: w.edit(p, count_up)),
    "sign by an edit": (
        "edit",
        lambda w, p, _: w.edit(p, sign_link, "l", person="x", name="Eva", **TODAY),
    ),
    "undo": ("edit", lambda w, p, _: w.undo(p)),
    "redo": ("edit", lambda w, p, _: w.redo(p)),
    "restore": ("edit", lambda w, p, _: w.restore(p, 1)),
    "name a version": ("edit", lambda w, p, _: w.name_version(p, 1, "Inicio")),
    "take over": ("take_over", lambda w, p, there: w.talk.take_over(p, there.proposal)),
    "decline": ("take_over", lambda w, p, there: w.talk.decline(p, there.proposal)),
    "invitations": ("share", lambda w, p, _: w.sharing.invitations(p)),
    "invite": ("share", lambda w, p, _: w.sharing.invite(p, role="own", name="Mía")),
    "renew": ("share", lambda w, p, there: w.sharing.renew(p, there.link)),
    "change": ("share", lambda w, p, there: w.sharing.change_invitation(p, there.link, name="X")),
    "open a room": ("share", lambda w, p, there: w.sharing.open_code(p, there.link)),
    "close a room": ("share", lambda w, p, there: w.sharing.close_code(p, there.link)),
    "revoke": ("share", lambda w, p, there: w.sharing.revoke(p, there.link)),
    "confirm a side": ("share", lambda w, p, t: w.sharing.confirm_side(p, t.person, "other")),
    "let go": ("share", lambda w, p, there: w.sharing.let_go(p, there.person)),
    "open to all": ("share", lambda w, p, _: w.sharing.limit_to_known(p, on=False)),
    "archive": ("archive", lambda w, p, _: w.archive(p)),
    "unarchive": ("archive", lambda w, p, _: w.unarchive(p)),
    "erase": ("erase", lambda w, p, _: w.erase_person(p, "Pía")),
    "delete": ("delete", lambda w, p, _: w.delete(p)),
}
# What the plan itself does not allow by then to who has the right: the proposal was taken over.
RULED = {"decline": "EditRefused: proposal_settled"}


def furnished(host: Host) -> SimpleNamespace:
    """What the host's plan holds before anybody asks."""
    pia = host.guest("Pía")
    link, token = host.link("comment")
    pia.sharing.enter(token)
    thread = pia.talk.comment(host.plan_id, Subject("metric", "a"), "Hola")
    proposal = pia.talk.propose(host.plan_id, name="Otra", targets=AIM)
    host.owner.edit(host.plan_id, set_ask, "Más")
    host.owner.edit(host.plan_id, add_link, "a", outcome="b", id="l", size=0.2)
    person = pia.sharing.me(host.plan_id).id
    return SimpleNamespace(
        thread=thread.id,
        remark=thread.first.id,
        proposal=proposal.id,
        link=link,
        person=person,
    )


def come(host: Host, role: str, state: str) -> Workspace:
    """Somebody who came by a link with this role, which is in this state by now."""
    guest = host.guest("Luis")
    if state == "unknown person":
        return guest
    if state == "guessed":
        with pytest.raises(NotAllowed):
            guest.sharing.enter(new_token())
        return guest
    day = host.clock.now.date()
    link, token = host.link(role, ends=day if state == "expired" else None)
    guest.sharing.enter(token)
    if state == "revoked":
        host.owner.sharing.revoke(host.plan_id, link)
    if state == "expired":
        host.clock.wait(days=1)
    if state == "let go":
        host.owner.sharing.let_go(host.plan_id, guest.sharing.me(host.plan_id).id)
    return guest


def outcome(ask, guest: Workspace, plan_id: str, *, there: SimpleNamespace) -> str:
    """What came of it: `done`, or the very refusal."""
    try:
        ask(guest, plan_id, there)
    except EnlaceError as error:
        return f"{type(error).__name__}: {error.problem.code}"
    return "done"


def expected(name: str, role: str, state: str) -> str:
    """What is to come of a thing that somebody with a role asks whose link is in this state."""
    if state != "valid":
        return REFUSED[state]
    may = ORDER.index(role) >= ORDER.index(LEAST[ASKED[name][0]])
    return RULED.get(name, "done") if may else TOO_SMALL


# Who may do what is told apart before any database is asked: the second with the long tests.
@pytest.mark.parametrize(
    "where", [STORES[0], pytest.param(STORES[1], marks=pytest.mark.soak)], indirect=True
)
@pytest.mark.parametrize(
    ("role", "state"),
    [
        (role, state)
        for role in ROLES
        for state in STATES
        if state not in NEVER_HERE or role == "own"
    ],
)
def test_exactly_what_is_allowed_happens(host, role, state) -> None:
    there = furnished(host)
    guest = come(host, role, state)
    foreign = host.guest("Eva").create(little()).plan_id
    for name, (_, ask) in ASKED.items():
        before = host.owner.pulse(host.plan_id)
        wanted = expected(name, role, state)
        assert (name, outcome(ask, guest, host.plan_id, there=there)) == (name, wanted)
        assert (name, outcome(ask, guest, foreign, there=there)) == (name, NO_PLAN)
        if wanted != "done":
            assert (name, host.owner.pulse(host.plan_id)) == (name, before)


def test_each_action_of_the_table_is_asked_for() -> None:
    assert {action for action, _ in ASKED.values()} == set(ACTIONS) == LEAST.keys()
    assert ORDER == ROLES


@pytest.mark.parametrize("state", STATES)
def test_a_plan_is_listed_to_those_alone_who_may_look(host, state) -> None:
    guest = come(host, "comment", state)
    listed = [(plan.plan_id, plan.role) for plan in guest.plans()]
    assert listed == ([(host.plan_id, "comment")] if state == "valid" else [])
    assert guest.role(host.plan_id) == ("comment" if state == "valid" else None)


@pytest.mark.parametrize("state", STATES)
def test_on_both_databases_an_edit_is_kept_where_the_link_is_valid(host, state) -> None:
    guest = come(host, "edit", state)
    done = outcome(ASKED["edit"][1], guest, host.plan_id, there=SimpleNamespace())
    assert (done == "done") is (state == "valid")
    assert host.owner.read(host.plan_id).version == 1 + (state == "valid")


def test_whoever_brings_no_credentials_is_told_that_there_is_no_plan(host) -> None:
    there = furnished(host)
    for name, (_, ask) in ASKED.items():
        assert (name, outcome(ask, host.all, host.plan_id, there=there)) == (name, NO_PLAN)
    assert host.all.plans() == []


def test_on_ones_own_machine_everything_is_allowed(host) -> None:
    own = type(host.all)(host.store)
    there = furnished(host)
    signed = {"by": "Ana"}
    own.edit(host.plan_id, count_up, **signed)
    own.talk.reply(host.plan_id, there.thread, "Sí", **signed)
    own.talk.take_over(host.plan_id, there.proposal, **signed)
    own.delete(host.plan_id)
    assert own.plans() == []
