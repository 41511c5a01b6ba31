"""The map as a picture to take along: SVG for those who edit it, PNG for everything else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

import streamlit as st

import kpi_tree as kt
from pages.parts import forecasts, reader, session
from pages.parts.plan_files import file_name
from pages.parts.session import Opened

if TYPE_CHECKING:
    from collections.abc import Callable

_PAPERS: Final = {"light": "picture.light", "dark": "picture.dark"}
_KINDS: Final[dict[Literal["png", "svg"], tuple[str, str]]] = {
    "png": ("picture.as_png", "image/png"),
    "svg": ("picture.as_svg", "image/svg+xml"),
}


@reader.fragment
def picture_download(
    opened: Opened,
    scenario: kt.Scenario | None,
    *,
    places: Callable[[kt.Plan], kt.Layout] = kt.places,
) -> None:
    """A button that opens the choice of papers and forms; a picture is drawn when it is taken.

    Args:
        opened: the plan; of the picture it is the newest version, unless an earlier one is shown.
        scenario: the one whose odds stand at the goals; None if nothing is done.
        places: where the boxes stand that the reader sees.
    """
    with st.popover(kt.say("picture.take"), icon=":material/image:", key="picture.take"):
        st.caption(kt.say("picture.take_what"))
        paper = st.segmented_control(
            kt.say("picture.paper"),
            list(_PAPERS),
            format_func=lambda name: kt.say(_PAPERS[name]),
            default=st.context.theme.type or "light",
            key="picture.paper",
            required=True,
        )
        for kind, (label, mime) in _KINDS.items():
            st.download_button(
                kt.say(label),
                _content(opened, scenario, places, kind=kind, dark=paper == "dark"),
                f"{file_name(opened.plan.title).removesuffix('.enlace.json')}.{kind}",
                mime=mime,
                icon=":material/download:",
                key=f"picture.{kind}",
                on_click="ignore",
                width="stretch",
            )


def _content(
    shown: Opened,
    scenario: kt.Scenario | None,
    places: Callable[[kt.Plan], kt.Layout],
    *,
    kind: str,
    dark: bool,
) -> Callable[[], bytes]:
    later, language = session.workspace_later(), kt.language()

    def made() -> bytes:
        found = later().read(shown.id, shown.version if shown.earlier else None)
        opened = Opened(shown.id, found.plan, found.version)
        with kt.speak(language):
            told = _forecast(opened, scenario.id if scenario else "")
            layout = places(opened.plan)
            return kt.export(opened.plan, kind, layout=layout, forecast=told, dark=dark)

    return made


def _forecast(opened: Opened, scenario: str) -> kt.Forecast | None:
    """The odds as they stand; none where there are no goals or the plan cannot be computed."""
    if not opened.plan.goals:
        return None
    try:
        return forecasts.forecast(
            opened, opened.plan.scenario.get(scenario), draws=forecasts.REPORT
        )
    except kt.EnlaceError:
        return None
