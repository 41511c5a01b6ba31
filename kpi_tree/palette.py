"""The colours that pages and figures share: one a layer, and the few that have a meaning.

The five layers were chosen together: each has at least 3:1 against both backgrounds, and any two
stay apart for people who see no red or no green. A colour never stands alone: a word or the
layer's mark goes with it.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

LIGHT_PAPER: Final = "#FBFAF7"
DARK_PAPER: Final = "#14181E"

LAYER_COLOURS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "business": "#2762F7",
        "bridge": "#BD6EC7",
        "social": "#1F9F7B",
        "lever": "#B26206",
        "investment": "#686E87",
    }
)
# Shapes that fonts and SVG alike can draw, so that a layer is known in black and white too.
LAYER_MARKS: Final[Mapping[str, str]] = MappingProxyType(
    {"business": "■", "bridge": "◆", "social": "●", "lever": "▲", "investment": "▬"}
)
LAYERS: Final = tuple(LAYER_COLOURS)

# What a link is founded on, the strongest first; "" where nothing is known yet. A letter or a word
# goes with each.
EVIDENCE_COLOURS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "experiment": "#0F7C8A",
        "meta-analysis": "#2762F7",
        "observational": "#8A5BD6",
        "own-data": "#1F9F7B",
        "expert": "#B26206",
        "practice": "#B8588A",
        "": "#868B93",
    }
)

ACCENT: Final = "#0F6470"
UNLINKED: Final = "#868B93"
# What a finding or a status says: good news, doubt, refusal.
GOOD: Final = "#1F8A5B"
DOUBT: Final = "#A86A00"
BAD: Final = "#C4383A"

# Ten, because Plotly falls back to its own colours when Streamlit hands it fewer.
SERIES: Final = (
    "#0F7C8A",
    "#2762F7",
    "#B26206",
    "#BD6EC7",
    "#1F9F7B",
    "#C4494B",
    "#686E87",
    "#7C8A1F",
    "#8A5BD6",
    "#B8588A",
)
