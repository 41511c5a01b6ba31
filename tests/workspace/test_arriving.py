"""Coming in with a new secret: an earlier one, whoever may know it, opens nothing any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kpi_tree.errors import BadArgument
from kpi_tree.workspace import Visitor, Workspace, new_token
from tests.store.plans import little

if TYPE_CHECKING:
    from tests.workspace.hosting import Host

EARLIER, NEW, THIRD = new_token(), new_token(), new_token()


def seen(host: Host, token: str) -> Workspace:
    """The workspace as Luis's browser sees it with a secret."""
    return host.all.admitted(Visitor(token, "Luis"))


def expected(host: Host, *, role: str = "edit", new: str = NEW) -> None:
    """Luis has opened a link, and was given a new secret."""
    found = seen(host, EARLIER).sharing.enter(host.link(role)[1], secret=new)
    assert (found.plan_id, found.role, found.person) == (host.plan_id, role, "")


def test_who_brings_the_new_secret_back_is_in_and_the_earlier_one_is_nobody_s(host) -> None:
    expected(host)
    seen(host, NEW).sharing.arrive()
    assert seen(host, NEW).role(host.plan_id) == "edit"
    assert seen(host, NEW).sharing.me(host.plan_id).name == "Luis"
    assert seen(host, EARLIER).role(host.plan_id) is None


def test_before_that_neither_secret_opens_anything(host) -> None:
    expected(host)
    for token in (EARLIER, NEW):
        with pytest.raises(BadArgument):
            seen(host, token).read(host.plan_id)
    assert [person.name for person in host.owner.sharing.people(host.plan_id)] == ["Olga"]


def test_what_one_was_on_other_plans_goes_over_with_the_new_secret(host) -> None:
    own = seen(host, EARLIER).create(little()).plan_id
    before = seen(host, EARLIER).sharing.me(own)
    expected(host)
    seen(host, NEW).sharing.arrive()
    assert seen(host, NEW).sharing.me(own) == before
    assert seen(host, EARLIER).plans() == []


def test_where_the_new_secret_is_lost_on_its_way_everything_stays(host) -> None:
    own = seen(host, EARLIER).create(little()).plan_id
    expected(host)
    assert seen(host, EARLIER).role(own) == "own"
    expected(host, new=THIRD)
    seen(host, THIRD).sharing.arrive()
    seen(host, NEW).sharing.arrive()
    assert seen(host, THIRD).role(own) == "own"
    assert seen(host, NEW).plans() == []


def test_who_opens_the_link_again_with_the_new_secret_is_still_the_same(host) -> None:
    own = seen(host, EARLIER).create(little()).plan_id
    expected(host)
    seen(host, NEW).sharing.enter(host.link("view")[1], secret=THIRD)
    seen(host, THIRD).sharing.arrive()
    assert {plan.plan_id for plan in seen(host, THIRD).plans()} == {own, host.plan_id}


@pytest.mark.parametrize("minutes", [0, 11, 300 * 24 * 60])
def test_who_has_the_new_secret_and_could_not_say_so_keeps_what_they_had(host, minutes) -> None:
    own = seen(host, EARLIER).create(little()).plan_id
    expected(host)
    host.clock.wait(minutes=minutes)
    assert [plan.plan_id for plan in seen(host, NEW).plans()] == [own]
    assert seen(host, NEW).role(own) == "own"
    seen(host, NEW).sharing.enter(host.link("edit")[1], secret=THIRD)
    seen(host, THIRD).sharing.arrive()
    assert (seen(host, THIRD).role(own), seen(host, THIRD).role(host.plan_id)) == ("own", "edit")


def test_of_all_secrets_that_a_visitor_was_given_one_is_left(host) -> None:
    """Whoever knows the earlier secret can be given one too: it ends with the earlier."""
    own = seen(host, EARLIER).create(little()).plan_id
    for secret in (THIRD, NEW):
        expected(host, new=secret)
    seen(host, NEW).sharing.arrive()
    seen(host, THIRD).sharing.arrive()
    assert [seen(host, token).role(own) for token in (NEW, THIRD, EARLIER)] == ["own", None, None]


def test_a_new_secret_opens_the_link_s_plan_for_ten_minutes(host) -> None:
    expected(host)
    host.clock.wait(minutes=11)
    seen(host, NEW).sharing.arrive()
    assert seen(host, NEW).role(host.plan_id) is None


def test_a_link_that_was_revoked_meanwhile_lets_nobody_in(host) -> None:
    link, token = host.link("edit")
    seen(host, EARLIER).sharing.enter(token, secret=NEW)
    host.owner.sharing.revoke(host.plan_id, link)
    seen(host, NEW).sharing.arrive()
    assert seen(host, NEW).role(host.plan_id) is None


def test_whom_the_host_knows_is_in_at_once_and_needs_no_secret(host) -> None:
    ana = host.guest("Ana", identity="ana@example.org")
    assert ana.sharing.enter(host.link("view")[1], secret=NEW).named
    assert ana.role(host.plan_id) == "view"


def test_a_plan_that_is_deleted_while_somebody_is_expected_costs_them_no_other(host) -> None:
    own = seen(host, EARLIER).create(little()).plan_id
    expected(host)
    host.owner.delete(host.plan_id)
    seen(host, NEW).sharing.arrive()
    assert [plan.plan_id for plan in seen(host, NEW).plans()] == [own]
