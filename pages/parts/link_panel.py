"""The link that is chosen, beside the drawing: how strong, how late, how sure, and its end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

import kpi_tree as kt
from pages.parts import link_place, session, standing
from pages.parts.link_cells import EFFECTS, LONGEST_LAG, STATUSES
from pages.parts.metric_panel import ending
from pages.parts.plan_field import choice_field, follow, keeping
from pages.parts.plan_text import PlanText, text_field
from pages.parts.quantity_field import Kind, clearable_field, quantity_field
from pages.parts.reviewed import findings_at
from pages.parts.text import LONGEST_TYPED, shown

if TYPE_CHECKING:
    from pages.parts.session import Opened


def link_panel(opened: Opened, link: kt.Link) -> None:
    """The panel of a link."""
    plan, key = opened.plan, f"link.{link.id}"
    driver, outcome = (shown(plan.metric[end].name) for end in (link.driver, link.outcome))
    st.subheader(f"{driver} → {outcome}", anchor=False)
    standing.tell(findings_at(opened, f"links[{plan.links.index(link)}]"))
    link_place.to_card(link.id)
    size_field(plan, link, key)
    lag_field(link, key)
    status_field(link, key)
    why_field(link, key)
    with st.expander(kt.say("tree.more_fields"), key=f"{key}.more"):
        carryover_field(link, key)
        bend_fields(plan, link, key)
    _evidence(plan, link, key)
    ending(opened, link.id, among="links", key=key)


def _change(link: str, name: str) -> Any:  # noqa: ANN401 (a callback of a field)
    """How a field of the link is kept."""

    def save(value: Any) -> bool:  # noqa: ANN401 (as the plan file holds it)
        return session.edit(kt.change_link, link, at=f"link.{link}.{name}", **{name: value})

    return save


def _keeping(link: kt.Link, name: str) -> Any:  # noqa: ANN401 (likewise)
    """How a quantity of the link is kept, which another may have changed meanwhile."""
    return keeping(kt.change_link, link, name, among="links", at=f"link.{link.id}.{name}")


def status_field(link: kt.Link, key: str) -> None:
    """How far the team has come with it."""
    choice_field(
        kt.say("tree.status"),
        link.status,
        key=f"{key}.status",
        options=list(STATUSES.keys),
        words=STATUSES.word,
        save=_change(link.id, "status"),
    )


def why_field(link: kt.Link, key: str) -> None:
    """Why it should hold."""

    def change(plan: kt.Plan, text: str | None) -> object:
        return kt.change_link(plan, link.id, why=text)

    text_field(
        kt.say("tree.why"),
        link.why,
        key=f"{key}.why",
        text=PlanText("why", change, "links", link.id),
        lines=True,
        height=100,
        max_chars=LONGEST_TYPED,
        placeholder=kt.say("tree.why_example"),
    )


def size_field(plan: kt.Plan, link: kt.Link, key: str) -> None:
    """How strongly it acts, and how that is meant."""
    names = {
        "driver": plan.metric[link.driver].name,
        "outcome": plan.metric[link.outcome].name,
    }
    choice_field(
        kt.say("tree.effect"),
        link.effect,
        key=f"{key}.effect",
        options=list(EFFECTS.keys),
        words=EFFECTS.word,
        save=_change(link.id, "effect"),
        help=shown(effect_help(link.effect)),
    )
    quantity_field(
        kt.say("tree.size"),
        link.size,
        key=f"{key}.size",
        kind=Kind(example=kt.say("field.elasticity_example"))
        if link.effect == "elasticity"
        else Kind(),
        help=shown(kt.library.term("size").text),
        save=_keeping(link, "size"),
        at=f"{key}.size",
    )
    st.caption(shown(effect_means(link.effect, **names)))


def effect_help(effect: str) -> str:
    """What a kind of effect is, from the glossary."""
    return kt.library.term("elasticity" if effect == "elasticity" else "per_unit").text


def effect_means(effect: str, *, driver: str, outcome: str) -> str:
    """What a size says about these two metrics."""
    if effect == "elasticity":
        return kt.say("tree.means_elasticity", driver=driver, outcome=outcome)
    return kt.say("tree.means_per_unit", driver=driver, outcome=outcome)


def lag_field(link: kt.Link, key: str) -> None:
    """How many months later it shows."""
    field = f"{key}.lag.typed"
    follow(field, link.lag)
    st.number_input(
        kt.say("tree.lag"),
        min_value=0,
        max_value=LONGEST_LAG,
        step=1,
        key=field,
        help=shown(kt.library.term("lag").text),
        on_change=_lag_kept,
        args=(link.id, field),
    )
    session.refusal(f"{key}.lag")


def _lag_kept(link: str, field: str) -> None:
    _change(link, "lag")(st.session_state[field] or 0)


def carryover_field(link: kt.Link, key: str) -> None:
    """What stays of it the month after."""
    quantity_field(
        kt.say("tree.carryover"),
        link.carryover,
        key=f"{key}.carryover",
        kind=Kind(unit="ratio", low=0, high=1),
        help=shown(kt.library.term("carry_over").text),
        save=_keeping(link, "carryover"),
        at=f"{key}.carryover",
    )


def bend_fields(plan: kt.Plan, link: kt.Link, key: str) -> None:
    """Where more of the driver does less and less, and where it ends."""
    driver = plan.metric[link.driver]
    slope = link.saturation.slope if link.saturation else 1.0
    clearable_field(
        kt.say("tree.half"),
        link.saturation.half if link.saturation else None,
        key=f"{key}.saturation",
        kind=Kind(unit=driver.unit, low=0, currency=plan.currency),
        help=shown(kt.library.term("saturation").text),
        save=lambda half: _keeping(link, "saturation")(
            None if half is None else {"half": half, "slope": slope}
        ),
    )
    clearable_field(
        kt.say("tree.cap"),
        link.cap,
        key=f"{key}.cap",
        kind=Kind(unit="ratio", low=0),
        help=shown(kt.library.term("cap").text),
        save=_keeping(link, "cap"),
    )


def _evidence(plan: kt.Plan, link: kt.Link, key: str) -> None:
    """What it is founded on, each with its grade and how far it was verified."""
    known = {one.id: one for one in plan.evidence}
    found = [known[name] for name in link.evidence if name in known]
    if not found:
        st.caption(kt.say("tree.no_evidence"))
        return
    with st.expander(kt.say("tree.evidence"), icon=":material/menu_book:", key=f"{key}.evidence"):
        for one in found:
            grade = kt.library.naming.grade_name(one.grade)
            degree = kt.library.naming.degree_name(one.verified)
            st.caption(f"{shown(one.cite) or shown(one.id)}  \n{grade} · {degree}")
            if one.published:
                st.caption(kt.say("tree.published_as", text=shown(one.published)))
