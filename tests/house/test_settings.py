"""The server's settings that decide on safety and speed are on, and still mean what they did."""

from __future__ import annotations

import tomllib

from tests.house import code

SETTINGS = tomllib.loads((code.ROOT / ".streamlit/config.toml").read_text("utf-8"))
PINS = (code.ROOT / "requirements.txt").read_text("utf-8").splitlines()


def test_the_server_listens_on_this_machine_only() -> None:
    assert SETTINGS["server"]["address"] == "127.0.0.1"


def test_the_own_server_answers_to_this_machine_s_names_and_a_cloud_host_may_have_its_own() -> None:
    from pages.parts.host.settings import OWN_NAMES

    assert set(OWN_NAMES) == {"localhost", "127.0.0.1"}
    assert "allowedHosts" not in SETTINGS["server"]


def test_nothing_is_reported_to_anyone_and_errors_keep_their_details() -> None:
    assert SETTINGS["browser"]["gatherUsageStats"] is False
    assert SETTINGS["client"]["showErrorDetails"] == "none"


def test_the_server_never_asks_for_an_address_at_the_terminal() -> None:
    assert SETTINGS["server"]["showEmailPrompt"] is False


def test_no_full_garbage_collection_follows_a_rerun() -> None:
    from streamlit import config

    assert SETTINGS["runner"]["postScriptGC"] is False
    assert config.get_option("runner.postScriptGC") is False


def test_small_answers_do_not_wait_for_the_socket() -> None:
    assert any(pin.startswith("uvloop==") for pin in PINS)


def test_every_requirement_is_pinned() -> None:
    named = [pin for pin in PINS if pin and not pin.startswith("#")]
    assert [pin for pin in named if "==" not in pin] == []


def test_streamlit_knows_every_setting() -> None:
    from streamlit import config

    set_here = {f"{section}.{key}" for section, keys in SETTINGS.items() for key in keys}
    ours = {name for name in set_here if not name.startswith("theme.")}
    assert ours - set(config.get_config_options()) == set()
