"""What the pictures of a tree are handed: places, finished words, nothing else."""

from __future__ import annotations

import json

import pytest
from streamlit.testing.v1 import AppTest

import kpi_tree as kt
from kpi_tree.layout import places
from kpi_tree.library.templates import IDS, template_json
from pages.parts.bridge import spanned
from pages.parts.picture_words import PlanView
from pages.parts.tree_picture import drawn


def document(**more):
    return {
        "format": "enlace-plan/1",
        "title": "Plan <b>",
        "start": "2027-01",
        "metrics": [
            {"id": "posts", "name": "Posts", "layer": "lever", "baseline": 10},
            {"id": "visits", "name": "Visits", "layer": "bridge", "baseline": 1000},
            {"id": "rate", "name": "Rate", "layer": "bridge", "unit": "ratio", "baseline": 0.02},
            {"id": "sales", "name": "Sales", "layer": "business", "formula": "visits * rate"},
            {"id": "likes", "name": "<img src=x> Likes", "layer": "social", "baseline": 5},
        ],
        "links": [
            {
                "id": "link",
                "from": "posts",
                "to": "visits",
                "size": {"p10": 0.1, "p90": 0.5},
                "lag": 2,
                "evidence": ["study"],
            }
        ],
        "evidence": [{"id": "study", "grade": "experiment", "cite": "Someone (2020)"}],
        "goals": [{"id": "goal", "name": "More", "metric": "sales", "target": 30, "by": "2027-12"}],
    } | more


def view(**more) -> PlanView:
    plan = kt.plan_of(document(**more))
    return PlanView(plan, findings=kt.check(plan))


def tree(shown):
    return drawn(shown, places(shown.plan))


def edge(picture, driver):
    return next(each for each in picture["edges"] if each["from"] == driver)


def test_a_link_says_its_range_its_lag_its_status_and_its_evidence_in_words() -> None:
    with kt.speak("en"):
        lines = edge(tree(view()), "posts")["lines"]
    assert lines[0] == "If “Posts” rises by 10%, “Visits” changes by +1% to +4.9%."
    assert lines[1:4] == [
        "It shows 2 months later.",
        "This is a hypothesis.",
        "Evidence: Experiment (Someone (2020); Judgement or definition).",
    ]


def test_a_formula_is_written_with_the_names_of_its_metrics() -> None:
    with kt.speak("en"):
        found = edge(tree(view()), "rate")
    assert found["formula"]
    assert found["link"] is None
    assert found["lines"] == ["Sales = Visits × Rate"]


@pytest.mark.parametrize(
    ("size", "told"),
    [
        (None, "“Posts” moves “Visits”; how much is still to be agreed."),
        (1, "If “Posts” rises by 10%, “Visits” changes by +10%."),
        ({"shape": "triangular", "low": -1, "mode": 0, "high": 1}, "by −9.1% to +10%."),
        ({"shape": "normal", "mean": 0, "sd": 0.1}, "by −1.2% to +1.2%."),
        ({"shape": "mixture", "of": [0, 1]}, "by +0% to +10%."),
    ],
)
def test_any_size_is_told_as_what_ten_percent_do(size, told) -> None:
    link = {"id": "link", "from": "posts", "to": "visits"} | ({"size": size} if size else {})
    with kt.speak("en"):
        assert edge(tree(view(links=[link])), "posts")["lines"][0].endswith(told)


def test_findings_are_counted_at_their_metric_and_their_link() -> None:
    with kt.speak("en"):
        picture = tree(view())
    likes = next(box for box in picture["boxes"] if box["id"] == "likes")
    assert likes["badge"]["level"] == "warning"
    assert "1 warning" in likes["aria"]
    assert edge(picture, "posts")["badge"]["count"] >= 1


def test_what_is_unlinked_says_so_and_what_is_a_goal_shows_its_target() -> None:
    boxes = {box["id"]: box for box in tree(view())["boxes"]}
    assert boxes["likes"]["apart"]
    assert "Sin enlace" in boxes["likes"]["aria"]
    assert boxes["sales"]["aims"] == ["30 · dic 2027"]
    assert "Meta: 30" in boxes["sales"]["aria"]


def test_a_page_may_give_a_value_of_its_own() -> None:
    shown = PlanView(kt.plan_of(document()), values={"sales": "20"})
    assert next(box for box in tree(shown)["boxes"] if box["id"] == "sales")["value"] == "20"


def test_no_tag_of_a_user_reaches_the_browser() -> None:
    for picture in (tree(view()), spanned(view())):
        assert "<" not in json.dumps(picture, ensure_ascii=False)


@pytest.mark.parametrize("name", IDS)
@pytest.mark.parametrize("language", kt.LANGUAGES)
def test_the_bridge_of_a_worked_tree_has_its_four_sides_in_the_reader_s_words(
    name, language
) -> None:
    plan = kt.plan_of(template_json(name, language))
    with kt.speak(language):
        found = spanned(PlanView(plan))
    words = {
        "es": ["Lo que hacemos", "Lo que pasa en redes", "El puente", "Lo que gana el negocio"],
        "en": ["What we do", "What happens on social", "The bridge", "What the business gets"],
    }
    assert [band["word"] for band in found["bands"]] == words[language]
    assert len(found["boxes"]) == len(plan.metrics)


def test_the_bridge_counts_what_is_unlinked() -> None:
    assert (
        spanned(view())["board"]["summary"]
        == "1 de las 5 métricas del árbol no lleva a un objetivo"
    )
    linked = [each for each in document()["metrics"] if each["id"] != "likes"]
    assert spanned(view(metrics=linked))["board"]["summary"] == (
        "Las 4 métricas del árbol llevan a un objetivo"
    )


def page() -> None:
    import streamlit as st

    import kpi_tree as kt
    from kpi_tree.library.templates import template_json
    from pages.parts.bridge import bridge
    from pages.parts.picture_words import PlanView
    from pages.parts.tree_picture import clicked, tree_picture

    plan = kt.plan_of(template_json("ecommerce", "es"))
    st.text(tree_picture(PlanView(plan), key="tree"))
    st.text(bridge(PlanView(plan), key="bridge"))
    for told in (
        {"kind": "metric", "id": "orders", "at": "1"},
        {"kind": "metric", "id": "orders", "at": "1"},
        {"kind": "metric", "id": "nobody", "at": "2"},
        {"kind": "link", "id": plan.links[0].id, "at": "3"},
        "nonsense",
    ):
        st.text(clicked(plan, told, key="told"))


def test_both_pictures_mount_and_a_click_is_told_once_and_only_for_what_the_plan_has() -> None:
    at = AppTest.from_function(page, default_timeout=20).run()
    assert not at.exception
    link = "posts_published_to_organic_impressions"
    assert [text.value for text in at.text] == [
        "None",
        "None",
        "Clicked(kind='metric', id='orders')",
        "None",
        "None",
        f"Clicked(kind='link', id='{link}')",
        "None",
    ]


def test_a_plan_without_metrics_says_what_will_stand_here() -> None:
    shown = view(metrics=[], links=[], evidence=[], goals=[])
    with kt.speak("en"):
        assert tree(shown)["boxes"] == []
        assert spanned(shown)["bands"] == []
