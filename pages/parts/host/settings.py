"""How Enlace is opened to others: for one person on this machine, or for many behind a name.

ENLACE_HOSTED=1           hosted: closed to whoever has no link
ENLACE_HOSTS=a.org,b.org  the names by which it may be asked for
ENLACE_EMBED=https://c.d  the sites that may show it in a frame of theirs
ENLACE_FOUNDERS=anyone    who may begin a plan: anyone, known (the host's log-in), nobody
ENLACE_PROXIES=1          how many proxies of the host's own stand before it, or their addresses
                          (10.0.0.7,10.1.0.0/16), and then nobody else's word is taken
ENLACE_STORE=postgresql://…   where plans are kept; without it hosted plans do not last
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

Founders = Literal["anyone", "known", "nobody"]
FOUNDERS: Final[tuple[Founders, ...]] = ("anyone", "known", "nobody")
LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})
# A page elsewhere cannot reach this server under a name of its own.
OWN_NAMES: Final = ("localhost", "127.0.0.1")
_SITE: Final = re.compile(r"https?://[a-z0-9.-]+(:\d{1,5})?")
_NAME: Final = re.compile(r"(\*\.)?[a-z0-9.-]+")


class BadSetting(ValueError):
    """A setting of the host that cannot be followed; the words are for its keeper."""

    def __init__(self, name: str, *, found: str, known: str = "") -> None:
        """Name the setting, what it says, and what it may say."""
        super().__init__(f"{name}: {found!r}{known and f' ({known})'}")


@dataclass(frozen=True)
class Host:
    """How this process is opened.

    Attributes:
        hosted: to many, closed to whoever has no link; otherwise to this machine alone.
        names: by which it may be asked for.
        embedding: the sites that may show it in a frame.
        founders: who may begin a plan.
        proxies: how many trusted proxies stand before it, wherever they are.
        trusted: the networks of trusted proxies, where they were named.
    """

    hosted: bool = False
    names: tuple[str, ...] = OWN_NAMES
    embedding: tuple[str, ...] = ()
    founders: Founders = "anyone"
    proxies: int = 0
    trusted: tuple[IPv4Network | IPv6Network, ...] = ()


def host(told: Mapping[str, str] | None = None) -> Host:
    """The settings of the environment.

    Raises:
        BadSetting: one of them cannot be followed.
    """
    told = os.environ if told is None else told
    if told.get("ENLACE_HOSTED", "") in {"", "0"}:
        return Host()
    proxies, trusted = _proxies(told.get("ENLACE_PROXIES") or "0")
    names = _listed("ENLACE_HOSTS", told.get("ENLACE_HOSTS", ""), _NAME)
    return Host(
        hosted=True,
        names=(*names, *(one for one in OWN_NAMES if one not in names)),
        embedding=_listed("ENLACE_EMBED", told.get("ENLACE_EMBED", ""), _SITE),
        founders=_founders(told.get("ENLACE_FOUNDERS") or "anyone"),
        proxies=proxies,
        trusted=trusted,
    )


def _listed(name: str, text: str, form: re.Pattern[str]) -> tuple[str, ...]:
    found = tuple(part.strip().lower().rstrip("/") for part in text.split(",") if part.strip())
    for part in found:
        if not form.fullmatch(part):
            raise BadSetting(name, found=part)
    return found


def _founders(text: str) -> Founders:
    for known in FOUNDERS:
        if text == known:
            return known
    msg = "ENLACE_FOUNDERS"
    raise BadSetting(msg, found=text, known=", ".join(FOUNDERS))


def _proxies(text: str) -> tuple[int, tuple[IPv4Network | IPv6Network, ...]]:
    """How many proxies there are, or where they stand."""
    if text.isascii() and text.isdigit() and len(text) == 1:
        return int(text), ()
    try:
        return 0, tuple(ip_network(part.strip()) for part in text.split(","))
    except ValueError:
        msg = "ENLACE_PROXIES"
        raise BadSetting(msg, found=text, known="0-9, 10.0.0.7, 10.1.0.0/16") from None
