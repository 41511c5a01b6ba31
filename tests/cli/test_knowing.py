"""`library search` and `library links`, as somebody at a terminal meets them."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest

from kpi_tree.cli import main

ROOT = Path(__file__).resolve().parents[2]


def told(capsys, *words: str) -> str:
    assert main(["library", *words]) == 0
    return capsys.readouterr().out


def one_line(text: str) -> str:
    return " ".join(text.split())


def test_a_search_finds_a_metric_by_a_word_of_the_trade(capsys):
    shown = told(capsys, "search", "engagement")
    assert "engagements" in shown
    assert "Interacciones" in shown
    assert "L037" in shown


def test_a_search_speaks_the_language_that_was_asked_for(capsys):
    shown = told(capsys, "search", "reseñas", "--language", "en")
    assert "Metric" in shown
    assert "Definition" in shown


def test_a_search_without_result_says_so(capsys):
    assert "«qzxw»" in told(capsys, "search", "qzxw")


def test_links_show_both_sides_with_published_beside_suggested(capsys):
    shown = one_line(told(capsys, "links", "orders"))
    assert "Qué puede mover «Pedidos»" in shown
    assert "Qué puede mover a su vez «Pedidos»" in shown
    assert re.search(r"0,236 +0,09 \(0,02", shown)


def test_links_mark_what_is_for_reading_only(capsys):
    assert told(capsys, "links", "firm_value", "--language", "en").count("READING ONLY") >= 1


def test_a_metric_at_the_end_of_all_links_says_what_is_not_known(capsys):
    assert "no conoce ningún vínculo desde" in told(capsys, "links", "firm_value")


def seen(columns: int, *words: str) -> list[str]:
    """The lines that a terminal of this width shows, without their colours."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    environment = {"TERM": "xterm", "PATH": os.environ["PATH"], "ENLACE_LANGUAGE": "es"}
    command = [sys.executable, "-m", "kpi_tree", "library", *words]
    with subprocess.Popen(command, stdout=theirs, env=environment, cwd=ROOT):
        os.close(theirs)
        shown = b""
        with contextlib.suppress(OSError):  # the other end of the terminal has closed
            while part := os.read(ours, 65_536):
                shown += part
    os.close(ours)
    return re.sub(r"\x1b\[[0-9;]*m", "", shown.decode()).splitlines()


@pytest.mark.parametrize("columns", [80, 110, 160])
def test_no_line_is_wider_than_the_terminal_and_none_is_cut(columns):
    lines = seen(columns, "links", "orders")
    assert max(map(len, lines)) <= columns
    assert "paid_impressions" in "".join(lines)
    assert not any("…" in line for line in lines)


def test_a_narrow_terminal_gets_a_paragraph_for_each_link_and_a_wide_one_a_table():
    assert any(line.strip().startswith("Sugerido: 0,09") for line in seen(80, "links", "orders"))
    assert any("Publicado" in line and "Fuente" in line for line in seen(110, "links", "orders"))


def test_an_unknown_metric_is_refused_in_one_line_that_names_the_nearest(capsys):
    assert main(["library", "links", "engagment"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert len(told.err.splitlines()) == 1
    assert "engagements" in told.err


def test_search_as_json_is_whole_and_the_same_in_every_language(capsys):
    found = json.loads(told(capsys, "search", "reseñas", "--json"))
    assert found == json.loads(told(capsys, "search", "reseñas", "--json", "--language", "en"))
    assert set(found) == {"words", "metrics", "links"}
    assert found["metrics"][0]["id"] == "review_volume"
    assert set(found["metrics"][0]["name"]) == {"es", "en"}


def test_links_as_json_keep_published_and_suggested_apart(capsys):
    found = json.loads(told(capsys, "links", "orders", "--json"))
    links = {one["id"]: one for one in found["drivers"]["links"]}
    assert links["L034"]["published"]["point"] == 0.236
    assert links["L034"]["suggested"]["mode"] == 0.09
    assert links["L034"]["published"]["verified"]["degree"] == "read"
    assert (links["L034"]["adoptable"], links["L068"]["adoptable"]) == (True, False)
    assert found["drivers"]["by_formula"] == ["sessions", "conversion_rate"]


def test_a_narrow_terminal_gets_a_paragraph_for_each_metric_too():
    lines = seen(80, "search", "seguidores")
    assert max(map(len, lines)) <= 80
    assert any(line.strip().startswith("Definición: Cuentas que siguen") for line in lines)


@pytest.mark.parametrize("words", [(), ("",), (" ", "")])
def test_a_search_without_words_is_refused_in_one_line(words, capsys):
    assert main(["library", "search", *words]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == "Diga qué buscar: una o más palabras.\n"


def test_a_search_is_narrowed_by_layer_area_and_network(capsys):
    narrow = ("--layer", "social", "--area", "service", "--network", "whatsapp", "--limit", "1")
    found = json.loads(told(capsys, "search", "tasa", *narrow, "--json"))["metrics"]
    assert len(found) == 1
    assert {(one["layer"], one["area"]) for one in found} == {("social", "service")}


def test_a_layer_alone_lists_what_stands_on_it(capsys):
    found = json.loads(told(capsys, "search", "--layer", "lever", "--limit", "99", "--json"))
    assert {one["layer"] for one in found["metrics"]} == {"lever"}
    assert len(found["metrics"]) == 18


@pytest.mark.parametrize(
    ("narrow", "named"),
    [("--layer", "investment"), ("--area", "finance"), ("--network", "tiktok"), ("--limit", "1")],
)
def test_what_cannot_narrow_a_search_is_refused_in_one_line_with_what_can(narrow, named, capsys):
    assert main(["library", "search", "tasa", narrow, "attic"]) == 2
    told = capsys.readouterr()
    assert len(told.err.splitlines()) == 1
    assert named in told.err


def test_a_metric_that_is_not_there_is_answered_by_meaning_with_names(capsys):
    assert main(["library", "links", "likes"]) == 2
    assert "Reacciones y me gusta (reactions)" in capsys.readouterr().err
