"""A plan in other forms: what goes out can be read again, and files are whole or as they were."""

from __future__ import annotations

import html
import io
import json
import re

import networkx as nx
import pytest

import kpi_tree as kt
from kpi_tree.exports import FORMATS
from kpi_tree.library.templates import IDS, template_path

NASTY = 'CPA "bajo"] --> x; `%%{init: {}}%%` <b>&'


def worked(name="ecommerce", language="es"):
    return kt.read(template_path(name, language))


def named(name):
    """A plan of one metric whose title and metric have this name."""
    metrics = [{"id": "end", "name": name, "layer": "social"}]
    return kt.plan_of(
        {"format": "enlace-plan/1", "title": name, "start": "2027-01", "metrics": metrics}
    )


def test_a_plan_that_goes_out_as_json_comes_back_equal() -> None:
    plan = worked()
    assert kt.plan_from(kt.export(plan, "json")) == plan


@pytest.mark.parametrize("name", IDS)
def test_a_graph_that_goes_out_as_graphml_has_the_same_metrics_and_edges(name) -> None:
    plan = worked(name)
    found = nx.read_graphml(io.BytesIO(kt.export(plan, "graphml")))
    assert set(found.edges) == set(kt.KpiTree(plan).over_time.edges)
    assert [found.nodes[each.id]["label"] for each in plan.metrics] == [
        each.name for each in plan.metrics
    ]
    layers = {each.id: each.layer for each in plan.metrics}
    assert nx.get_node_attributes(found, "layer") == layers


def test_graphml_takes_any_text() -> None:
    found = nx.read_graphml(io.BytesIO(kt.export(named(NASTY), "graphml")))
    assert found.nodes["end"]["label"] == NASTY


@pytest.mark.parametrize("name", IDS)
def test_a_flow_chart_in_mermaid_has_the_same_metrics_and_edges(name) -> None:
    plan = worked(name)
    lines = kt.export(plan, "mermaid").decode().splitlines()
    nodes = dict(found.groups() for line in lines if (found := NODE.fullmatch(line)))
    assert sorted(map(unescaped, nodes.values())) == sorted(each.name for each in plan.metrics)
    ids = {unescaped(text): node for node, text in nodes.items()}
    drawn = {found.groups() for line in lines if (found := EDGE.fullmatch(line))}
    names = {each.id: ids[each.name] for each in plan.metrics}
    assert drawn == {(names[a], names[b]) for a, b in kt.KpiTree(plan).over_time.edges}


NODE = re.compile(r'    (m\d+)(?:\[|\(\[)"([^"]*)"(?:\]|\]\))')
EDGE = re.compile(r"  (m\d+) (?:==>|-->|-\.->) (m\d+)")


def unescaped(text) -> str:
    return html.unescape(re.sub(r"#(\d+);", r"&#\1;", text))


def test_mermaid_reads_nothing_into_the_words_of_users() -> None:
    content = kt.export(named(NASTY), "mermaid").decode()
    title, *_ = re.findall(r"^title: (.*)$", content, re.MULTILINE)
    assert json.loads(title) == NASTY
    assert "%%" not in content
    [(_, text)] = [found.groups() for line in content.splitlines() if (found := NODE.match(line))]
    assert unescaped(text) == NASTY


def test_a_form_that_there_is_not_is_refused_with_those_that_there_are() -> None:
    with kt.speak("en"), pytest.raises(kt.BadArgument) as refused:
        kt.export(worked(), "pdf")
    with kt.speak("en"):
        assert "“pdf”" in str(refused.value)
        assert all(to in str(refused.value) for to in FORMATS)


def test_a_file_is_written_whole_and_beside_it_nothing_is_left(tmp_path) -> None:
    file = tmp_path / "map.svg"
    content = kt.export(named("A"), "svg", file)
    assert file.read_bytes() == content
    assert list(tmp_path.iterdir()) == [file]


def test_a_file_that_cannot_be_written_is_an_error_and_leaves_nothing(tmp_path) -> None:
    (tmp_path / "map.svg").mkdir()
    with pytest.raises(OSError, match="map"):
        kt.export(named("A"), "svg", tmp_path / "map.svg")
    assert [each.name for each in tmp_path.iterdir()] == ["map.svg"]
