"""Who may do what, at the level of requests: role x link x plan, exactly what is allowed."""

from __future__ import annotations

from itertools import product

import pytest

import kpi_tree as kt
from tests.hosted.asking import Browser, hosted
from tests.store.plans import little
from tests.workspace.hosting import Host

LINKS = ("valid", "revoked", "expired", "guessed", "revoked inside", "expired inside")
OPEN = {"valid"}


@pytest.fixture(scope="module")
def host(store):
    found = Host(store)
    found.foreign = found.guest("Fernanda").create(little()).plan_id
    yield found
    found.all.close()


def came(host: Host, app, *, role: str, link: str) -> tuple[Browser, int]:
    """Somebody's browser who opened a link in such a state, and what the door said."""
    browser = Browser(app, address=f"{role} {link}")
    found, token = host.link(role)
    if link in {"expired", "expired inside"}:
        ends = host.clock.now.replace(year=host.clock.now.year + 1)
        host.owner.sharing.change_invitation(host.plan_id, found, ends=ends)
    if link == "revoked":
        host.owner.sharing.revoke(host.plan_id, found)
    if link == "expired":
        host.clock.wait(days=400)
    status = browser.enter(kt.new_token() if link == "guessed" else token).status
    if link == "revoked inside":
        host.owner.sharing.revoke(host.plan_id, found)
    if link == "expired inside":
        host.clock.wait(days=400)
    return browser, status


@pytest.mark.parametrize(("role", "link"), list(product(kt.ROLES, LINKS)))
def test_exactly_what_is_allowed_happens(host, role, link) -> None:
    browser, status = came(host, hosted(host.all), role=role, link=link)
    assert status == (200 if link in OPEN or link.endswith("inside") else 404)
    inside = link in OPEN
    assert browser.listen(host.plan_id).status == (200 if inside else 404)
    assert browser.listen(host.foreign).status == 404
    assert browser.ask(host.plan_id, {}).status == (200 if inside else 404)
    assert browser.ask(host.foreign, {}).status == 404
    seen = host.all.admitted(kt.Visitor(browser.token))
    for action in kt.ACTIONS:
        assert seen.may(host.plan_id, action) == (inside and kt.allowed(role, action))
        assert not seen.may(host.foreign, action)
    assert [plan.plan_id for plan in seen.plans()] == ([host.plan_id] if inside else [])


def test_without_a_cookie_of_one_s_own_a_link_opens_nothing(host) -> None:
    nobody = Browser(hosted(host.all), token="")
    assert nobody.enter(host.link("edit")[1]).status == 400
    assert nobody.listen(host.plan_id).status == 404
    assert nobody.ask(host.plan_id, {}).status == 404


def test_who_comes_in_has_a_new_cookie_and_the_earlier_one_opens_nothing(host) -> None:
    app, planted = hosted(host.all), kt.new_token()
    victim, attacker = Browser(app, token=planted), Browser(app, token=planted)
    given = victim.enter(host.link("edit")[1]).headers["set-cookie"]
    assert {"HttpOnly", "Secure", "Path=/", "SameSite=lax"} <= set(given.split("; "))
    assert victim.listen(host.plan_id).status == 200
    assert attacker.listen(host.plan_id).status == 404
    assert attacker.ask(host.plan_id, {}).status == 404


def test_before_the_new_cookie_has_come_back_nobody_is_in(host) -> None:
    browser = Browser(hosted(host.all))
    assert browser.post("/enter", {"token": host.link("own")[1]}).status == 200
    assert browser.listen(host.plan_id).status == 404


def test_what_one_was_before_goes_along_with_the_new_cookie(host) -> None:
    browser = Browser(hosted(host.all), address="twice")
    browser.enter(host.link("view")[1])
    me = host.all.admitted(kt.Visitor(browser.token)).sharing.me(host.plan_id)
    browser.enter(host.link("edit")[1])
    now = host.all.admitted(kt.Visitor(browser.token)).sharing.me(host.plan_id)
    assert (now.id, now.role) == (me.id, "edit")


def test_a_wrong_link_gives_no_cookie(host) -> None:
    browser = Browser(hosted(host.all), address="wrong")
    assert "set-cookie" not in browser.post("/enter", {"token": "guess"}).headers


def test_a_page_of_another_site_opens_no_link(host) -> None:
    browser = Browser(hosted(host.all))
    note = {"token": host.link("edit")[1]}
    assert browser.post("/enter", note, origin="https://evil.example").status == 403
    assert browser.listen(host.plan_id).status == 404


def test_a_plan_that_there_is_not_and_one_without_a_right_look_alike(host) -> None:
    browser = Browser(hosted(host.all))
    assert browser.listen("nothing").body == browser.listen(host.plan_id).body == b""


@pytest.mark.parametrize("body", [b'{"token": "\\ud800"}', b'["' * 400, b"[" * 999])
def test_a_note_that_cannot_be_read_is_a_wrong_try(host, body) -> None:
    browser = Browser(hosted(host.all), address="notes")
    tries = [browser.send("/enter", body).status for _ in range(11)]
    assert tries == [400] * 10 + [429]


def test_a_question_that_cannot_be_read_is_not_taken(host) -> None:
    browser = Browser(hosted(host.all))
    assert browser.ask("\ud800", {}).status == 400
    assert browser.send("/what-if", b"[" * 39_999).status == 400


def test_after_ten_wrong_tokens_a_minute_an_address_waits_even_with_a_right_one(host) -> None:
    app, address = hosted(host.all), "198.51.100.7"
    tries = [Browser(app, address=address).enter("guess").status for _ in range(11)]
    assert tries == [404] * 10 + [429]
    right = host.link("view")[1]
    answer = Browser(app, address=address).enter(right)
    assert answer.status == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 60
    assert Browser(app, address="198.51.100.8").enter(right).status == 200


def test_a_room_code_opens_the_plan_however_it_is_written(host) -> None:
    code = host.owner.sharing.open_code(host.plan_id, host.link("comment")[0]).code
    browser = Browser(hosted(host.all), address="room")
    written = f" {code[:3].lower()}-{code[3:]} "
    assert browser.enter(code=written).status == 200
    assert browser.listen(host.plan_id).status == 200
