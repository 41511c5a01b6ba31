"""The colours of a picture, light or dark."""

from __future__ import annotations

from dataclasses import dataclass

from kpi_tree.palette import DARK_PAPER, LIGHT_PAPER, UNLINKED

_LIGHTER = 0.22


@dataclass(frozen=True, slots=True)
class Ink:
    """Paper and ink."""

    paper: str
    text: str
    dark: bool

    @property
    def faint(self) -> str:
        """Of what stands back."""
        return mixed(self.text, self.paper, 0.74)

    @property
    def formula(self) -> str:
        """Of a formula's edges."""
        return mixed(self.text, self.paper, 0.5)

    @property
    def rule(self) -> str:
        """Of thin rules."""
        return mixed(self.text, self.paper, 0.2)

    @property
    def card(self) -> str:
        """Of a box."""
        return mixed("#FFFFFF", self.paper, 0.06 if self.dark else 0.8)

    @property
    def unlinked(self) -> str:
        """Of what no goal depends on."""
        return self.shade(UNLINKED)

    def shade(self, colour: str) -> str:
        """A colour of the palette, strong enough to be read on this paper."""
        return mixed(self.text, colour, _LIGHTER) if self.dark else colour

    def tint(self, colour: str) -> str:
        """The paper with a breath of a colour."""
        return mixed(colour, self.paper, 0.1 if self.dark else 0.06)


LIGHT = Ink(LIGHT_PAPER, "#10171F", dark=False)
DARK = Ink(DARK_PAPER, "#ECEAE4", dark=True)


def mixed(one: str, other: str, share: float) -> str:
    """A colour between two, with a share of the first.

    >>> mixed("#000000", "#FFFFFF", 0.5)
    '#808080'
    """
    pairs = zip(_channels(one), _channels(other), strict=True)
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02X}" for a, b in pairs)


def _channels(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))
