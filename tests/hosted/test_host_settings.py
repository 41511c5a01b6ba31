"""How a host opens Enlace: its settings, its headers, its cookie."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.routing import Route

import kpi_tree as kt
from pages.parts.host import settings, strict, visits
from pages.parts.host.limits import Limits, Most
from tests.hosted.asking import SITE, Browser, hosted

SHOWN_IN = settings.Host(hosted=True, names=(SITE,), embedding=("https://intra.example",))


@pytest.fixture(scope="module")
def app():
    with kt.Workspace.in_memory(closed=True) as workspace:
        yield hosted(workspace)


def test_unless_told_enlace_is_open_to_this_machine_alone() -> None:
    assert settings.host({}) == settings.Host()
    assert settings.host({"ENLACE_HOSTED": "0", "ENLACE_HOSTS": "a.example"}).names == (
        settings.OWN_NAMES
    )


def test_a_host_answers_to_its_names_and_to_this_machine_s() -> None:
    told = settings.host({"ENLACE_HOSTED": "1", "ENLACE_HOSTS": "A.example, b.example"})
    assert told.names == ("a.example", "b.example", *settings.OWN_NAMES)


@pytest.mark.parametrize(
    "wrong",
    [
        {"ENLACE_HOSTS": "https://a.example"},
        {"ENLACE_EMBED": "a.example; script-src *"},
        {"ENLACE_FOUNDERS": "all"},
        {"ENLACE_PROXIES": "many"},
        {"ENLACE_PROXIES": "10.0.0.7, proxy.example"},
    ],
)
def test_a_setting_that_cannot_be_followed_is_refused_by_name(wrong) -> None:
    with pytest.raises(settings.BadSetting, match=next(iter(wrong))):
        settings.host({"ENLACE_HOSTED": "1", **wrong})


def test_another_name_than_the_host_s_is_not_answered(app) -> None:
    assert Browser(app).get("/l", host="evil.example").status == 400


def test_a_stranger_s_first_page_brings_a_cookie_that_no_script_reads(app) -> None:
    cookie = Browser(app, token="").get("/l").headers["set-cookie"]
    assert cookie.startswith("__Host-enlace_visit=")
    assert {"HttpOnly", "Secure", "Path=/", "SameSite=lax"} <= {
        part.strip() for part in cookie.split(";")
    }


def test_whoever_has_a_cookie_keeps_it(app) -> None:
    assert "set-cookie" not in Browser(app).get("/l").headers


def test_a_cookie_that_another_site_below_the_name_has_set_makes_nobody_known(app) -> None:
    planted = f"{visits.VISIT_COOKIE}=known"
    assert "set-cookie" in Browser(app).get("/l", cookie=planted).headers
    assert visits.token({visits.VISIT_COOKIE: "known", visits.SAFE_VISIT_COOKIE: "own"}) == "own"


def test_the_way_in_is_not_kept_by_the_browser_and_names_nobody_where_it_leads(app) -> None:
    headers = Browser(app).get("/l").headers
    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] == "no-referrer"


def test_only_a_site_that_the_host_names_may_show_enlace_in_a_frame() -> None:
    assert "frame-ancestors 'none'" in strict.policy()
    assert "frame-ancestors https://intra.example" in strict.policy(SHOWN_IN.embedding)
    assert "X-Frame-Options" in strict.headers()
    assert "X-Frame-Options" not in strict.headers(SHOWN_IN.embedding)


def test_in_a_frame_the_cookie_goes_along_by_https_alone() -> None:
    with kt.Workspace.in_memory(closed=True) as workspace:
        cookie = Browser(hosted(workspace, SHOWN_IN), token="").get("/l").headers["set-cookie"]
    assert {"Secure", "SameSite=none"} <= {part.strip() for part in cookie.split(";")}


def test_an_address_that_the_asker_made_up_is_not_believed() -> None:
    told = {"x-forwarded-for": "203.0.113.9, 198.51.100.2"}
    alone, behind = settings.Host(hosted=True), settings.Host(hosted=True, proxies=1)
    assert visits.told_address(told, peer="192.0.2.1", host=alone) == "192.0.2.1"
    assert visits.told_address(told, peer="192.0.2.1", host=behind) == "198.51.100.2"


@pytest.mark.parametrize("invented", [b"203.0.113.9", b"", b" , "])
def test_the_last_line_of_a_proxy_counts_and_not_the_first_that_the_asker_sent(invented) -> None:
    lines = [(b"x-forwarded-for", invented), (b"x-forwarded-for", b"198.51.100.2")]
    asked = HTTPConnection({"type": "http", "headers": lines, "client": ("192.0.2.1", 1)})
    assert visits.address(asked, settings.Host(hosted=True, proxies=1)) == "198.51.100.2"


NAMED = settings.host({"ENLACE_HOSTED": "1", "ENLACE_PROXIES": "10.0.0.7, 10.1.0.0/16"})


@pytest.mark.parametrize(
    ("peer", "told", "address"),
    [
        ("10.0.0.7", "203.0.113.9, 198.51.100.2", "198.51.100.2"),
        ("10.0.0.7", "203.0.113.9, 198.51.100.2, 10.1.2.3", "198.51.100.2"),
        ("::ffff:10.0.0.7", "198.51.100.2", "198.51.100.2"),
        ("10.0.0.8", "203.0.113.9", "10.0.0.8"),
        ("10.0.0.7", "", "10.0.0.7"),
    ],
)
def test_only_a_proxy_that_was_named_is_believed_where_a_request_comes_from(
    peer, told, address
) -> None:
    assert visits.told_address({"x-forwarded-for": told}, peer=peer, host=NAMED) == address


@pytest.mark.parametrize(("peer", "secure"), [("10.0.0.7", True), ("10.0.0.8", False)])
def test_only_a_proxy_that_was_named_is_believed_that_the_browser_speaks_https(
    peer, secure
) -> None:
    headers = [(b"x-forwarded-proto", b"https"), (b"host", b"enlace.example")]
    asked = HTTPConnection(
        {"type": "http", "scheme": "http", "path": "/", "headers": headers, "client": (peer, 1)}
    )
    given = visits.cookie(asked, NAMED, secret=kt.new_token())
    assert given.startswith("__Host-") is ("Secure" in given) is secure


def test_all_addresses_of_a_house_with_ipv6_are_one() -> None:
    alone = settings.Host(hosted=True)
    found = {visits.told_address({}, peer=f"2001:db8::{n}", host=alone) for n in (1, 2, "a:b")}
    assert found == {"2001:db8::/64"}


def test_only_a_verified_address_of_the_log_in_vouches_for_somebody() -> None:
    user = {"is_logged_in": True, "email": "Ana@Example.org"}
    assert visits.vouched_for({**user, "email_verified": True}) == "ana@example.org"
    assert visits.vouched_for({**user, "email_verified": False}) == ""
    assert visits.vouched_for({**user, "email_verified": "true"}) == "ana@example.org"
    assert visits.vouched_for(user) == "ana@example.org"
    assert visits.vouched_for({"email": "ana@example.org"}) == ""


@pytest.mark.parametrize("told", [None, "false", "False", "", 0, 1, "yes"])
def test_what_is_not_plainly_verified_vouches_for_nobody(told) -> None:
    user = {"is_logged_in": True, "email": "ana@example.org", "email_verified": told}
    assert visits.vouched_for(user) == ""


def test_an_address_with_a_letter_that_becomes_another_vouches_for_nobody() -> None:
    user = {"is_logged_in": True, "email": "\u212aarl@example.org"}
    assert visits.vouched_for(user) == ""
    assert kt.Visitor(identity="\u212aarl@example.org").caller.identity == ""


def test_an_address_that_begins_sessions_without_end_waits_and_others_do_not() -> None:
    with kt.Workspace.in_memory(closed=True) as workspace:
        limited = Limits(hosted(workspace), host=SHOWN_IN, most=Most(begun=3))
        many = [Browser(limited).listen("x") for _ in range(4)]
        assert [answer.status for answer in many] == [404, 404, 404, 429]
        assert int(many[-1].headers["retry-after"]) > 0
        assert Browser(limited, address="192.0.2.2").listen("x").status == 404
        assert Browser(limited).get("/l").status == 200


def test_an_address_that_asks_for_answers_without_end_waits_and_its_sessions_do_not() -> None:
    with kt.Workspace.in_memory(closed=True) as workspace:
        limited = Limits(hosted(workspace), host=SHOWN_IN, most=Most(asked=2))
        many = [Browser(limited).ask("x", {}) for _ in range(3)]
        assert [answer.status for answer in many] == [404, 404, 429]
        assert Browser(limited).listen("x").status == 404


def test_files_are_limited_by_number_and_by_weight() -> None:
    with kt.Workspace.in_memory(closed=True) as workspace:
        few = Limits(hosted(workspace), host=SHOWN_IN, most=Most(uploads=2))
        assert [Browser(few).upload(10) for _ in range(3)] == [404, 404, 429]
        light = Limits(hosted(workspace), host=SHOWN_IN, most=Most(sent=50))
        assert [Browser(light).upload(20) for _ in range(3)] == [404, 404, 429]
        assert Browser(light, address="192.0.2.2").upload(20) == 404


def test_what_the_process_counts_of_itself_is_told_to_nobody() -> None:
    app = Starlette(routes=[Route("/_stcore/metrics", lambda _: Response("much"))])
    assert Browser(Limits(app, host=SHOWN_IN)).get("/_stcore/metrics").status == 404


def test_a_defect_is_answered_with_the_strict_headers_and_without_a_word() -> None:
    async def broken(*_: object) -> None:
        raise LookupError

    answer = Browser(strict.StrictHeaders(broken)).get("/")
    assert (answer.status, answer.body) == (500, b"")
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
