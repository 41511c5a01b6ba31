"""Scenarios that people propose: made from what was tried, taken over or declined by an owner."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import streamlit as st

import kpi_tree as kt
from pages.parts import dials, scenario_choice, session
from pages.parts.text import LONGEST_TYPED, shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pages.parts.session import Opened

_AT: Final = "proposals"
_SENT: Final = "proposals.sent"
_NAME: Final = "proposals.name"
_WHY: Final = "proposals.why"


@dataclass(frozen=True)
class Draft:
    """What could be proposed.

    Attributes:
        targets: what it would aim at.
        scenario: the id of the one from which it began; empty without one.
        usual: what it is called unless somebody gives it a name.
        moves: by what it is told apart from another draft.
    """

    targets: Sequence[kt.Target]
    scenario: str
    usual: str
    moves: Mapping[str, float]


def tried(opened: Opened, scenario: kt.Scenario, held: Mapping[str, float]) -> Draft:
    """What is tried now, as it could be proposed."""
    who = session.signature(opened.id)
    return Draft(
        dials.moved(scenario, held).targets,
        scenario.id,
        kt.say("proposals.usual", who=who, name=scenario.name),
        dict(held),
    )


def sandbox() -> None:
    """Say that what is tried is the reader's alone, and where it may go from there."""
    st.caption(kt.say("proposals.sandbox" if session.may("propose") else "proposals.alone"))


def proposing(opened: Opened, draft: Draft) -> None:
    """A button that proposes a draft to the owner, and fields for a name and words; once."""
    if not session.may("propose") or _sent_name(draft):
        return
    st.button(
        kt.say("proposals.propose"),
        type="primary",
        icon=":material/outgoing_mail:",
        key="proposals.send",
        on_click=_propose,
        args=(opened, draft),
    )
    with st.popover(kt.say("proposals.with_words"), key="proposals.proposing"):
        st.text_input(
            kt.say("proposals.name"),
            key=_NAME,
            max_chars=LONGEST_TYPED,
            placeholder=_usual_name(draft),
        )
        st.text_area(
            kt.say("proposals.why"),
            key=_WHY,
            max_chars=LONGEST_TYPED,
            height=80,
            placeholder=kt.say("proposals.why_example"),
        )
    session.refusal(_AT)


def sent(draft: Draft) -> None:
    """Say that this draft has been proposed."""
    if name := _sent_name(draft):
        st.success(kt.say("proposals.sent", name=shown(name)), icon=":material/check_circle:")


def _sent_name(draft: Draft) -> str:
    """By which name this draft has been proposed; empty where it has not."""
    name, scenario, moves = st.session_state.get(_SENT, ("", "", {}))
    return str(name) if (scenario, moves) == (draft.scenario, draft.moves) else ""


def _usual_name(draft: Draft) -> str:
    return shown(draft.usual, surface="plain")[:120]


def _propose(opened: Opened, draft: Draft) -> None:
    typed = " ".join(str(st.session_state.get(_NAME) or "").split())

    def propose() -> None:
        made = session.workspace().talk.propose(
            opened.id,
            name=typed or _usual_name(draft),
            targets=draft.targets,
            words=str(st.session_state.get(_WHY) or "").strip(),
            scenario=draft.scenario,
            version=opened.version,
            by=session.signature(opened.id),
        )
        st.session_state[_SENT] = made.name, draft.scenario, draft.moves
        st.session_state[_NAME] = st.session_state[_WHY] = ""

    session.tried(propose, at=_AT)


# ── What was proposed ───────────────────────────────────────────────────────────────────────────


def board(opened: Opened) -> None:
    """All proposals, those that wait first; nothing where there are none."""
    found = session.workspace().talk.proposals(opened.id, by=session.signature(opened.id))
    if not found:
        return
    st.header(kt.say("proposals.title"), anchor=False)
    session.refusal(_AT)
    for proposal in sorted(found, key=lambda each: each.state != "open"):
        _card(opened, proposal)


def _card(opened: Opened, proposal: kt.ScenarioProposal) -> None:
    with st.container(border=True, key=f"proposals.{proposal.id}"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.subheader(shown(proposal.name), anchor=False)
            if proposal.state != "open":
                taken = proposal.state == "taken"
                words = kt.say("proposals.taken") if taken else kt.say("proposals.declined")
                st.badge(words, color="green" if taken else "gray")
        moment = kt.moment(proposal.at.astimezone())
        st.caption(kt.say("proposals.by", name=shown(proposal.author), moment=moment))
        if proposal.words:
            st.markdown(shown(proposal.words, lines=True))
        st.markdown("\n".join(f"- {line}" for line in _moves(opened.plan, proposal)))
        if proposal.answer:
            name = shown(proposal.settled_by)
            st.markdown(kt.say("proposals.answered", name=name, text=shown(proposal.answer)))
        if proposal.state == "open" and session.may("take_over"):
            _settling(opened, proposal)


def _moves(plan: kt.Plan, proposal: kt.ScenarioProposal) -> list[str]:
    """Where the proposal differs from the scenario from which it was made.

    What that scenario is today says nothing about a proposal that was answered long ago.
    """
    before = plan.scenario.get(proposal.scenario)
    same = {target.metric: target for target in before.targets} if before else {}
    lines = []
    for target in proposal.targets:
        if target.metric not in plan.metric or same.get(target.metric) == target:
            continue
        name, now = shown(plan.metric[target.metric].name), shown(dials.level(plan, target))
        was = same.get(target.metric)
        lines.append(
            kt.say("proposals.from_to", name=name, was=shown(dials.level(plan, was)), now=now)
            if was and proposal.state == "open"
            else kt.say("proposals.to", name=name, now=now)
        )
    return lines or [kt.say("proposals.alike")]


def _settling(opened: Opened, proposal: kt.ScenarioProposal) -> None:
    key = f"proposals.answer.{proposal.id}"
    st.text_input(
        kt.say("proposals.answer"),
        key=key,
        max_chars=LONGEST_TYPED,
        placeholder=kt.say("proposals.answer_example"),
    )
    with st.container(horizontal=True, gap="small"):
        for name, words, act, icon in (
            ("take", kt.say("proposals.take"), _take, ":material/add_task:"),
            ("decline", kt.say("proposals.decline"), _decline, ":material/close:"),
        ):
            st.button(
                words,
                key=f"proposals.{name}.{proposal.id}",
                type="primary" if name == "take" else "secondary",
                icon=icon,
                on_click=act,
                args=(opened.id, proposal.id, key),
            )


def _take(plan_id: str, proposal: str, key: str) -> None:
    def take() -> None:
        kept = session.workspace().talk.take_over(
            plan_id, proposal, answer=_answer(key), by=session.signature(plan_id)
        )
        scenario_choice.choose(kept.plan.scenarios[-1].id)

    session.tried(take, at=_AT)


def _decline(plan_id: str, proposal: str, key: str) -> None:
    by = session.signature(plan_id)
    session.tried(
        lambda: session.workspace().talk.decline(plan_id, proposal, answer=_answer(key), by=by),
        at=_AT,
    )


def _answer(key: str) -> str:
    return str(st.session_state.get(key) or "").strip()
