"""The field for a quantity: takes what people type, says what it understood, then saves.

    quantity_field(
        kt.say("tree.size"),
        link.size,
        key=f"size.{link.id}",
        unit="count",
        save=lambda value: session.edit(kt.change_link, link.id, size=value, at=f"size.{link.id}"),
        at=f"size.{link.id}",
    )

Inside a form, or where a value is collected before it belongs to the plan, `quantity_input`
returns it instead.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

import kpi_tree as kt
from pages.parts import session
from pages.parts.density import picture
from pages.parts.drawing import drawing
from pages.parts.text import shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic import BaseModel

Quantity = Any  # a number, or a mapping as the plan file holds it


@dataclass(frozen=True)
class Kind:
    """What a field takes.

    Attributes:
        unit: the metric's unit as in the plan; "ratio" shows percents.
        whole: whole numbers only.
        low: the least number.
        high: the greatest.
        currency: the plan's currency, for a field of money.
        single: whether only one number makes sense here, so that the example is one.
        example: what an empty field shows, in words from a catalogue; by the unit otherwise.
    """

    unit: str = "count"
    whole: bool = False
    low: float | None = None
    high: float | None = None
    currency: str = ""
    single: bool = False
    example: str = ""


@dataclass(frozen=True)
class Answer:
    """What stands in a field: `value` is None where it is empty or was not understood."""

    value: Quantity | None
    empty: bool
    text: str


ANY: Final = Kind()


def quantity_field(
    label: str,
    value: Quantity | BaseModel | None,
    *,
    key: str,
    save: Callable[[Quantity], object],
    kind: Kind = ANY,
    help: str | None = None,  # noqa: A002 (Streamlit's own word for it)
    at: str = "",
) -> None:
    """A quantity of the plan, saved by a button that appears once something else was typed.

    Args:
        label: what is asked for, in words from a catalogue.
        value: what the plan holds now: a number, a quantity of the model, a mapping, or None.
        key: unique on the page; what is typed lives under `f"{key}.typed"`.
        save: called with the quantity as the plan file holds it; usually `session.edit`.
        kind: what the field takes.
        help: a tooltip.
        at: where `save` leaves its refusal, to be drawn below the field.
    """
    held = _plain(value)
    _follow(held, key=key, kind=kind)
    answer = _answered(label, held, key=key, kind=kind, help=help)
    if answer.value is not None and answer.value != _numbers(held):
        _save_button(save, answer.value, key=key)
    _apart(answer, held, key=key, kind=kind)
    if at:
        session.refusal(at)


def clearable_field(
    label: str,
    value: Quantity | BaseModel | None,
    *,
    key: str,
    save: Callable[[Quantity | None], object],
    kind: Kind = ANY,
    help: str | None = None,  # noqa: A002 (likewise)
) -> None:
    """A quantity of the plan that is taken away by emptying its field; a refusal is at `key`."""
    held = _plain(value)
    _follow(held, key=key, kind=kind)
    answer = _answered(label, held, key=key, kind=kind, help=help)
    if (answer.empty or answer.value is not None) and answer.value != _numbers(held):
        _save_button(save, answer.value, key=key)
    _apart(answer, held, key=key, kind=kind)
    session.refusal(key)


def quantity_input(
    label: str,
    value: Quantity | BaseModel | None = None,
    *,
    key: str,
    kind: Kind = ANY,
    help: str | None = None,  # noqa: A002 (likewise)
) -> Answer:
    """A text field for a quantity, and below it what was understood; saves nothing."""
    held = _plain(value)
    _follow(held, key=key, kind=kind)
    answer = _answered(label, held, key=key, kind=kind, help=help)
    _apart(answer, held, key=key, kind=kind)
    return answer


def _answered(
    label: str,
    held: Quantity | None,
    *,
    key: str,
    kind: Kind,
    help: str | None,  # noqa: A002 (likewise)
) -> Answer:
    text = st.text_input(
        label,
        key=f"{key}.typed",
        help=help,
        placeholder=kind.example or _example(kind),
        max_chars=300,
        live="400ms",
        persist_state="session",
    )
    if not text or kt.blank(text):
        return Answer(None, empty=True, text="")
    try:
        found = _understood(text, kind)
    except kt.TypedError as refusal:
        st.error(f"{shown(refusal.sentence)} {shown(refusal.remedy)}", icon=":material/error:")
        return Answer(None, empty=False, text=text)
    told = found.ambiguous or isinstance(found.value, dict) or found.value != _numbers(held)
    return Answer(_chosen(found, key=key, told=told), empty=False, text=text)


def _example(kind: Kind) -> str:
    if kind.unit == "currency":
        return kt.say("field.money_example")
    if kind.single:
        return kt.say("field.one_percent" if kind.unit == "ratio" else "field.one_number")
    return kt.say("field.percent_example" if kind.unit == "ratio" else "field.example")


def typed_quantity(key: str, kind: Kind = ANY) -> Answer:
    """What stands in the field of a `quantity_input`, for a callback, before it is drawn again."""
    text = st.session_state.get(f"{key}.typed") or ""
    if not text or kt.blank(text):
        return Answer(None, empty=True, text="")
    try:
        readings = _understood(text, kind).readings
    except kt.TypedError:
        return Answer(None, empty=False, text=text)
    chosen = st.session_state.get(f"{key}.reading") or 0
    reading = readings[chosen if chosen < len(readings) else 0]
    return Answer(reading.value, empty=False, text=text)


def clear_quantity(key: str) -> None:
    """Empty the field of a `quantity_input` that follows no value of the plan; in a callback."""
    st.session_state[f"{key}.typed"] = ""
    st.session_state[f"{key}.held"] = None


def _follow(held: Quantity | None, *, key: str, kind: Kind) -> None:
    """Let the field show what the plan holds, once that has changed; else what was typed stays.

    What was typed outlives a change of page, so it must not turn up in another plan. What was typed
    and not saved stands also beside what somebody else has saved.
    """
    state, place = st.session_state, (session.plan_id(), held)
    before, saved = state.get(f"{key}.held"), state.pop(f"{key}.saved", False)
    if f"{key}.typed" in state and before == place:
        return
    state[f"{key}.held"] = place
    typed = state.get(f"{key}.typed") or ""
    same_plan = before is not None and before[0] == place[0]
    if same_plan and not saved and typed not in {"", state.get(f"{key}.words")}:
        state[f"{key}.apart"] = True
        return
    state.pop(f"{key}.apart", None)
    state[f"{key}.typed"] = "" if held is None else kt.typed(held, unit=kind.unit)
    state[f"{key}.words"] = state[f"{key}.typed"]


def _save_button(save: Callable[[Any], object], value: Quantity | None, *, key: str) -> None:
    st.button(kt.say("field.save"), key=f"{key}.save", on_click=_saved, args=(key, save, value))


def _saved(key: str, save: Callable[[Any], object], value: Quantity | None) -> None:
    st.session_state[f"{key}.saved"] = save(value) is not False


def _apart(answer: Answer, held: Quantity | None, *, key: str, kind: Kind) -> None:
    """What somebody else has saved meanwhile, beside what was typed here and is not saved."""
    if not st.session_state.get(f"{key}.apart") or answer.value == _numbers(held):
        return
    words = "" if held is None else shown(kt.typed(held, unit=kind.unit))
    st.warning(
        kt.say("field.apart", held=words or kt.say("field.clash_empty")), icon=":material/group:"
    )
    st.button(kt.say("field.take_plans"), key=f"{key}.take", on_click=_taken, args=(key,))


def _taken(key: str) -> None:
    st.session_state.pop(f"{key}.held", None)
    st.session_state.pop(f"{key}.apart", None)


def _understood(text: str, kind: Kind) -> kt.Understood:
    return kt.understood(
        text,
        unit=kind.unit,
        whole=kind.whole,
        low=kind.low,
        high=kind.high,
        currency=kind.currency,
    )


def _chosen(found: kt.Understood, *, key: str, told: bool) -> Quantity:
    """Show what was understood; where it can mean several things, let the reader say which.

    A single number that the plan holds already needs no words (`told` is false).
    """
    chosen = 0
    if found.ambiguous:
        chosen = st.radio(
            kt.say("field.which"),
            range(len(found.readings)),
            format_func=lambda index: shown(found.readings[index].sentence),
            key=f"{key}.reading",
            persist_state="session",
        )
    reading = found.readings[chosen]
    if not told:
        return reading.value
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if isinstance(reading.value, dict):
            drawing(picture(reading.value), alt=reading.sentence)
        if not found.ambiguous:
            st.caption(kt.say("field.understood", sentence=shown(reading.sentence)))
    return reading.value


def _plain(value: Quantity | BaseModel | None) -> Quantity | None:
    """A quantity of the model as the plan file holds it."""
    dump = getattr(value, "model_dump", None)
    return dump(mode="json", exclude_none=True) if dump else value


def _numbers(value: Quantity | None) -> Quantity | None:
    """A number as the reader of typed quantities gives it."""
    return float(value) if isinstance(value, int) else value
