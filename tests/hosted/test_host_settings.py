"""How a host opens Enlace: its settings, its headers, its cookie."""

from __future__ import annotations

import pytest

import kpi_tree as kt
from pages.parts.host import settings, strict, visits
from pages.parts.host.limits import Limits
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
    ],
)
def test_a_setting_that_cannot_be_followed_is_refused_by_name(wrong) -> None:
    with pytest.raises(settings.BadSetting, match=next(iter(wrong))):
        settings.host({"ENLACE_HOSTED": "1", **wrong})


def test_another_name_than_the_host_s_is_not_answered(app) -> None:
    assert Browser(app).get("/l", host="evil.example").status == 400


def test_a_stranger_s_first_page_brings_a_cookie_that_no_script_reads(app) -> None:
    cookie = Browser(app, token="").get("/l").headers["set-cookie"]
    assert cookie.startswith(f"{visits.VISIT_COOKIE}=")
    assert {"HttpOnly", "Secure", "SameSite=lax"} <= {part.strip() for part in cookie.split(";")}


def test_whoever_has_a_cookie_keeps_it(app) -> None:
    assert "set-cookie" not in Browser(app).get("/l").headers


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


def test_only_a_verified_address_of_the_log_in_vouches_for_somebody() -> None:
    user = {"is_logged_in": True, "email": "Ana@Example.org"}
    assert visits.vouched_for({**user, "email_verified": True}) == "ana@example.org"
    assert visits.vouched_for({**user, "email_verified": False}) == ""
    assert visits.vouched_for({"email": "ana@example.org"}) == ""


def test_an_address_that_begins_sessions_without_end_waits_and_others_do_not() -> None:
    with kt.Workspace.in_memory(closed=True) as workspace:
        limited = Limits(hosted(workspace), host=SHOWN_IN, most=3)
        many = [Browser(limited).listen("x") for _ in range(4)]
        assert [answer.status for answer in many] == [404, 404, 404, 429]
        assert int(many[-1].headers["retry-after"]) > 0
        assert Browser(limited, address="192.0.2.2").listen("x").status == 404
        assert Browser(limited).get("/l").status == 200


def test_an_address_that_asks_for_answers_without_end_waits_and_its_sessions_do_not() -> None:
    with kt.Workspace.in_memory(closed=True) as workspace:
        limited = Limits(hosted(workspace), host=SHOWN_IN, most_asked=2)
        many = [Browser(limited).ask("x", {}) for _ in range(3)]
        assert [answer.status for answer in many] == [404, 404, 429]
        assert Browser(limited).listen("x").status == 404
