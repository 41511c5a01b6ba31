"""Links, room codes, people and sides."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from kpi_tree.errors import BadArgument, EditRefused, NotAllowed, TooManyTries
from kpi_tree.plan.edits import set_title
from kpi_tree.workspace import Visitor, Workspace
from tests.store.plans import count_up, little
from tests.workspace.hosting import Host


def refused(kind: type[Exception], code: str):
    """Expect a refusal with this code, worded in whole."""
    return pytest.raises(kind, check=lambda error: error.problem.code == code and bool(str(error)))


def test_a_link_lets_in_with_its_role_and_says_what_is_missing(host) -> None:
    guest = host.guest()
    found = guest.sharing.enter(host.link("comment")[1])
    assert (found.plan_id, found.title, found.role) == (host.plan_id, "Plan", "comment")
    assert (found.named, found.sided) == (False, False)


def test_a_link_that_is_opened_twice_lets_in_once(host) -> None:
    link, token = host.link("view")
    guest = host.guest("Luis")
    assert guest.sharing.enter(token) == guest.sharing.enter(token)
    (found,) = host.owner.sharing.invitations(host.plan_id)
    assert (found.id, found.people) == (link, 1)


def test_of_two_links_the_one_counts_that_allows_more(host) -> None:
    guest = host.admitted("edit")
    link, token = host.link("view")
    assert guest.sharing.enter(token).role == "edit"
    host.owner.sharing.revoke(host.plan_id, link)
    assert guest.role(host.plan_id) == "edit"


def test_a_revoked_link_holds_at_the_very_next_edit(host) -> None:
    guest = host.guest("Luis")
    link, token = host.link("edit")
    guest.sharing.enter(token)
    guest.edit(host.plan_id, count_up)
    host.owner.sharing.revoke(host.plan_id, link)
    with refused(NotAllowed, "link_revoked"):
        guest.edit(host.plan_id, count_up)
    with refused(NotAllowed, "link_unknown"):
        guest.sharing.enter(token)


def test_a_link_ends_with_the_last_moment_of_its_day(host) -> None:
    guest = host.admitted("view", ends=host.clock.now.date())
    host.clock.wait(hours=14)
    assert guest.role(host.plan_id) == "view"
    host.clock.wait(hours=1, minutes=1)
    with refused(NotAllowed, "link_expired"):
        guest.read(host.plan_id)


def test_a_link_that_ended_yesterday_is_not_made(host) -> None:
    with refused(EditRefused, "ends_in_past"):
        host.link(ends=host.clock.now - timedelta(minutes=1))


def test_a_smaller_role_holds_at_once_for_those_who_are_in(host) -> None:
    link, token = host.link("edit")
    guest = host.guest("Luis")
    guest.sharing.enter(token)
    host.owner.sharing.change_invitation(host.plan_id, link, role="view")
    with refused(NotAllowed, "role_too_small"):
        guest.edit(host.plan_id, count_up)


def test_a_renewed_link_has_a_new_address_and_keeps_its_people(host) -> None:
    link, token = host.link("edit")
    guest = host.guest("Luis")
    guest.sharing.enter(token)
    _, fresh = host.owner.sharing.renew(host.plan_id, link)
    assert guest.role(host.plan_id) == "edit"
    assert host.guest().sharing.enter(fresh).role == "edit"
    with refused(NotAllowed, "link_unknown"):
        host.guest().sharing.enter(token)


def test_no_token_stands_in_the_store(tmp_path) -> None:
    host = Host(tmp_path / "plans.db")
    cookie = "a-cookie-that-nobody-guesses"
    _, token = host.link("edit")
    host.all.admitted(Visitor(cookie, name="Luis")).sharing.enter(token)
    host.all.close()
    kept = (tmp_path / "plans.db").read_bytes()
    assert b"Sala" in kept
    assert token.encode() not in kept
    assert cookie.encode() not in kept
    assert cookie not in repr(Visitor(cookie))


def test_when_a_link_was_used_last_is_told(host) -> None:
    guest = host.admitted("view")
    host.clock.wait(minutes=30)
    guest.read(host.plan_id)
    (found,) = host.owner.sharing.invitations(host.plan_id)
    host.owner.edit(host.plan_id, count_up)  # stands in line behind what was noted
    (found,) = host.owner.sharing.invitations(host.plan_id)
    assert found.last_used == host.clock.now


def test_when_a_link_was_used_last_is_told_where_nothing_lasts_too() -> None:
    host = Host()
    guest = host.admitted("view")
    host.clock.wait(minutes=30)
    guest.read(host.plan_id)
    (found,) = host.owner.sharing.invitations(host.plan_id)
    assert found.last_used == host.clock.now


# --- room codes -------------------------------------------------------------------------------


def test_a_room_code_lets_in_however_it_is_written(host) -> None:
    link, _ = host.link("comment")
    code = host.owner.sharing.open_code(host.plan_id, link).code
    assert re.fullmatch("[A-HJ-KM-NP-Z2-9]{6}", code)
    typed = f" {code[:3].lower()}-{code[3:]} "
    assert host.guest().sharing.enter_by_code(typed).role == "comment"


def test_a_room_closes_by_itself_and_its_people_stay(host) -> None:
    link, _ = host.link("comment")
    code = host.owner.sharing.open_code(host.plan_id, link, hours=2).code
    guest = host.guest()
    guest.sharing.enter_by_code(code)
    host.clock.wait(hours=2)
    with refused(NotAllowed, "code_unknown"):
        host.guest().sharing.enter_by_code(code)
    assert guest.role(host.plan_id) == "comment"
    (found,) = host.owner.sharing.invitations(host.plan_id)
    assert (found.code, found.code_ends) == ("", None)


@pytest.mark.parametrize("ending", ["close_code", "revoke"])
def test_a_closed_room_and_a_revoked_link_end_the_code(host, ending) -> None:
    link, _ = host.link("comment")
    code = host.owner.sharing.open_code(host.plan_id, link).code
    getattr(host.owner.sharing, ending)(host.plan_id, link)
    with refused(NotAllowed, "code_unknown"):
        host.guest().sharing.enter_by_code(code)


def test_no_code_makes_owners(host) -> None:
    link, _ = host.link("own")
    with refused(EditRefused, "code_for_owners"):
        host.owner.sharing.open_code(host.plan_id, link)


# --- wrong tries ------------------------------------------------------------------------------


def test_after_ten_wrong_tries_an_address_waits_a_minute_even_with_the_right_token(host) -> None:
    _, token = host.link("view")
    guest = host.guest(address="10.0.0.1")
    for number in range(10):
        with refused(NotAllowed, "link_unknown"):
            guest.sharing.enter(f"guess {number}")
    with pytest.raises(TooManyTries) as caught:
        guest.sharing.enter(token)
    assert caught.value.seconds == 60
    assert host.guest(address="10.0.0.2").sharing.enter(token).role == "view"
    host.clock.wait(seconds=60)
    assert guest.sharing.enter(token).role == "view"


def test_guesses_of_a_room_code_from_many_addresses_are_counted_together(host) -> None:
    for number in range(200):
        with refused(NotAllowed, "code_unknown"):
            host.guest(address=f"10.0.0.{number}").sharing.enter_by_code("AAAAAA")
    with pytest.raises(TooManyTries):
        host.guest(address="10.0.1.1").sharing.enter_by_code("AAAAAB")


def test_whoever_has_no_cookie_cannot_come_in(host) -> None:
    with refused(NotAllowed, "link_unknown"):
        host.all.admitted(Visitor()).sharing.enter(host.link("view")[1])


# --- people -----------------------------------------------------------------------------------


def test_people_say_their_name_and_side_and_an_owner_confirms_it(host) -> None:
    host.clock.wait(minutes=1)
    guest = host.guest()
    guest.sharing.enter(host.link("edit")[1])
    mine = guest.sharing.introduce(host.plan_id, name=" Luis ", side="business")
    assert (mine.name, mine.side, mine.side_confirmed, mine.me) == ("Luis", "business", False, True)
    host.owner.sharing.confirm_side(host.plan_id, mine.id, "business")
    names = [(p.name, p.role, p.side_confirmed) for p in guest.sharing.people(host.plan_id)]
    assert names == [("Olga", "own", False), ("Luis", "edit", True)]


def test_a_side_or_a_name_that_is_changed_waits_for_the_owner_again(host) -> None:
    guest = host.admitted("view")
    mine = guest.sharing.introduce(host.plan_id, name="Luis", side="social")
    host.owner.sharing.confirm_side(host.plan_id, mine.id, "social")
    assert guest.sharing.introduce(host.plan_id, name="Luis", side="social").side_confirmed
    assert not guest.sharing.introduce(host.plan_id, name="Eva", side="social").side_confirmed
    assert not guest.sharing.introduce(host.plan_id, name="Luis", side="business").side_confirmed


@pytest.mark.parametrize("name", ["Olga", " OLGA ", "Ｏｌｇａ"])
def test_nobody_takes_the_name_of_somebody_else(host, name) -> None:
    guest = host.admitted("comment", "Luis")
    with refused(EditRefused, "name_of_another"):
        guest.sharing.introduce(host.plan_id, name=name, side="business")
    assert guest.sharing.me(host.plan_id).name == "Luis"
    assert guest.sharing.introduce(host.plan_id, name="LUIS", side="social").name == "LUIS"
    assert guest.sharing.introduce(host.plan_id, name="Olga Vega", side="social").side == "social"


def test_who_comes_in_by_the_name_of_somebody_else_is_asked_for_another(host) -> None:
    guest = host.guest("olga")
    assert not guest.sharing.enter(host.link("edit")[1]).named
    with refused(NotAllowed, "name_needed"):
        guest.edit(host.plan_id, count_up)


def test_two_who_are_called_alike_from_before_may_still_change_their_sides(host) -> None:
    other = host.namesake("Olga")
    assert other.sharing.introduce(host.plan_id, name="Olga", side="social").side == "social"


def test_a_side_is_confirmed_for_whom_the_owner_saw(host) -> None:
    guest = host.admitted("view")
    mine = guest.sharing.introduce(host.plan_id, name="Luis", side="social").id
    guest.sharing.introduce(host.plan_id, name="Eva", side="social")
    with refused(EditRefused, "called_otherwise"):
        host.owner.sharing.confirm_side(host.plan_id, mine, "social", name="Luis")
    assert not guest.sharing.me(host.plan_id).side_confirmed
    host.owner.sharing.confirm_side(host.plan_id, mine, "social", name="Eva")
    assert guest.sharing.me(host.plan_id).side_confirmed


def test_an_edit_needs_a_name_and_is_signed_with_it_whatever_is_said(host) -> None:
    guest = host.guest()
    guest.sharing.enter(host.link("edit")[1])
    with refused(NotAllowed, "name_needed"):
        guest.edit(host.plan_id, count_up, by="Olga")
    mine = guest.sharing.introduce(host.plan_id, name="Luis", side="other")
    entry = guest.edit(host.plan_id, count_up, by="Olga").entry
    assert (entry.author, entry.person) == ("Luis", mine.id)


def test_two_people_of_one_name_take_back_their_own_edits_only(host) -> None:
    one, other = host.admitted("edit", "Ana"), host.namesake("Ana")
    one.edit(host.plan_id, set_title, "Uno")
    other.edit(host.plan_id, count_up)
    assert one.undo(host.plan_id).plan.title == "Plan"
    assert other.undoable(host.plan_id).version == 3
    assert one.undoable(host.plan_id) is None


def test_nobody_is_the_same_person_on_two_plans(host) -> None:
    second = host.owner.create(little()).plan_id
    ids = {host.owner.sharing.me(plan).id for plan in (host.plan_id, second)}
    assert len(ids) == 2


def test_the_last_owner_stays(host) -> None:
    mine = host.owner.sharing.me(host.plan_id).id
    with refused(EditRefused, "last_owner"):
        host.owner.sharing.let_go(host.plan_id, mine)
    host.admitted("own").sharing.let_go(host.plan_id, mine)
    with refused(NotAllowed, "let_go"):
        host.owner.read(host.plan_id)


def test_a_plan_for_known_people_is_shut_to_who_has_only_a_link(host) -> None:
    _, token = host.link("edit")
    stranger, known = host.guest("Eva"), host.guest("Luis", identity="Luis@x.example")
    stranger.sharing.enter(token)
    known.sharing.enter(token)
    with refused(NotAllowed, "known_only"):  # they would lock themselves out
        host.owner.sharing.limit_to_known(host.plan_id, on=True)
    own = host.guest("Olga Paz", identity="olga@x.example")
    own.sharing.enter(host.link("own")[1])
    own.sharing.limit_to_known(host.plan_id, on=True)
    with refused(NotAllowed, "known_only"):
        stranger.edit(host.plan_id, count_up)
    assert known.role(host.plan_id) == "edit"
    roles = {(p.name, p.known): p.role for p in known.sharing.people(host.plan_id)}
    assert roles[("Eva", False)] is None
    assert roles[("Luis", True)] == "edit"


def test_an_account_is_not_known_by_an_old_cookie_of_somebody_else(host) -> None:
    cookie = "cookie of a shared machine"
    host.all.admitted(Visitor(cookie, name="Luis")).sharing.enter(host.link("edit")[1])
    host.all.admitted(Visitor("other", identity="eve@x.example")).sharing.enter(
        host.link("view")[1]
    )
    signed_in(host).sharing.limit_to_known(host.plan_id, on=True)
    mallory = host.all.admitted(Visitor(cookie, identity="mallory@x.example"))
    with refused(NotAllowed, "known_only"):
        mallory.read(host.plan_id)
    eve = host.all.admitted(Visitor(cookie, identity="eve@x.example"))
    assert eve.role(host.plan_id) == "view"
    assert not mallory.plans()


def signed_in(host: Host) -> Workspace:
    """The workspace as its owner sees it, signed in in the browser in which the plan was begun."""
    return host.all.admitted(replace(host.visitor, identity="olga@x.example"))


@pytest.mark.parametrize("before", ["nothing", "view", "own"])
def test_an_owner_who_limits_a_plan_owns_it_by_the_log_in(host, before) -> None:
    at_home = host.guest("Olga Paz", identity="olga@x.example")
    if before != "nothing":
        at_home.sharing.enter(host.link(before)[1])
    signed_in(host).sharing.limit_to_known(host.plan_id, on=True)
    assert at_home.role(host.plan_id) == "own"
    mine = at_home.sharing.me(host.plan_id)
    with refused(EditRefused, "last_owner"):
        at_home.sharing.let_go(host.plan_id, mine.id)
    at_home.sharing.limit_to_known(host.plan_id, on=False)
    assert host.owner.role(host.plan_id) is None  # the cookie alone is nobody's any more


def test_whoever_is_shut_out_is_listed_and_can_be_let_go_for_good(host) -> None:
    stranger = host.admitted("own", "Eva")
    owner = signed_in(host)
    owner.sharing.limit_to_known(host.plan_id, on=True)
    (eva,) = [one for one in owner.sharing.people(host.plan_id) if one.shut]
    assert (eva.name, eva.role) == ("Eva", None)
    owner.sharing.let_go(host.plan_id, eva.id)
    owner.sharing.limit_to_known(host.plan_id, on=False)
    assert stranger.role(host.plan_id) is None


def test_whom_the_host_knows_is_known_on_another_device_and_not_by_the_cookie_left_behind(
    host,
) -> None:
    cookie = "cookie of a shared machine"
    at_desk = host.all.admitted(Visitor(cookie, name="Luis", identity="luis@x.example"))
    at_desk.sharing.enter(host.link("edit")[1])
    at_home = host.all.admitted(Visitor("other", identity=" LUIS@x.example"))
    assert at_home.role(host.plan_id) == "edit"
    assert host.all.admitted(Visitor(cookie)).role(host.plan_id) is None


@pytest.mark.parametrize(
    "case",
    [
        ("anyone", "", True),
        ("known", "", False),
        ("known", "ana@x.example", True),
        ("nobody", "ana@x.example", False),
    ],
)
def test_who_may_begin_plans_is_the_host_s_to_say(where, case) -> None:
    founders, identity, may = case
    with Workspace.open(where, closed=True, founders=founders) as workspace:
        guest = workspace.admitted(Visitor("cookie", name="Ana", identity=identity))
        if may:
            assert guest.role(guest.create(little()).plan_id) == "own"
        else:
            with refused(NotAllowed, "founding_closed"):
                guest.create(little())


def test_the_command_of_somebody_else_gives_nothing_away(host) -> None:
    made = host.owner.edit(host.plan_id, set_title, "Secreto", command="c1")
    eva = host.guest("Eva")
    own = eva.create(little(), command="c2").plan_id
    with refused(BadArgument, "command_used"):
        eva.edit(own, count_up, command="c1")
    assert made.plan.title == "Secreto"
    with refused(BadArgument, "unknown_plan"):
        host.guest("Luis").create(little(), command="c2")
