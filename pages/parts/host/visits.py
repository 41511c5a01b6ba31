"""Who asks, as a request tells it: a cookie that no script reads, and an address.

The cookie is a person's only credential. It is born in the first answer that brings a page, and
what it opens stands in the store alone: whoever learns a session's id learns nothing by it.
"""

from __future__ import annotations

import json
from http.cookies import SimpleCookie
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

from starlette.requests import HTTPConnection
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME
from streamlit.web.server.starlette.starlette_websocket import _get_signed_cookie_with_chunks

import kpi_tree as kt
from pages.parts.host import settings
from pages.parts.reader import NAME_COOKIE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from pages.parts.host.settings import Host

VISIT_COOKIE: Final = "enlace_visit"
# By https: no other site below the same name can set a cookie that is called so.
SAFE_VISIT_COOKIE: Final = "__Host-enlace_visit"
YEAR: Final = 365 * 24 * 3600
_LONGEST: Final = 200
_FORWARDED: Final = "x-forwarded-for"


def visitor(asked: HTTPConnection, host: Host) -> kt.Visitor:
    """Whoever sent a request."""
    name = unquote(asked.cookies.get(NAME_COOKIE, ""))
    return kt.Visitor(token(asked.cookies), name, vouched_for(_user(asked)), address(asked, host))


def token(cookies: Mapping[str, str]) -> str:
    """What makes a browser known; nothing where it brings nothing."""
    return _text(cookies.get(SAFE_VISIT_COOKIE) or cookies.get(VISIT_COOKIE))[:_LONGEST]


def told_visitor(
    cookies: Mapping[str, str], headers: Mapping[str, str], *, peer: str, identity: str
) -> kt.Visitor:
    """The same for a page, which is told of its connection's cookies and (lower) headers alone."""
    name = unquote(_text(cookies.get(NAME_COOKIE)))
    return kt.Visitor(
        token=token(cookies),
        name=name,
        identity=identity,
        address=told_address(headers, peer=peer, host=settings.host()),
    )


def vouched_for(user: Mapping[str, object]) -> str:
    """Whom the host's log-in vouches for, by the address it has verified; nothing without.

    A log-in that says nothing of verifying is believed. Letters beyond ASCII could be taken for
    others: the sign for kelvin becomes a `k` in small letters.
    """
    verified = user.get("email_verified", True)
    if user.get("is_logged_in") is not True or not (verified is True or verified == "true"):
        return ""
    told = _text(user.get("email")).strip()
    return told.lower() if told.isascii() else ""


def _user(asked: HTTPConnection) -> Mapping[str, object]:
    """What Streamlit's signed cookie says of whoever has logged in, for this very site."""
    told = _get_signed_cookie_with_chunks(asked.cookies, USER_COOKIE_NAME)
    try:
        user = json.loads(told) if told else {}
    except ValueError:
        return {}
    here = urlsplit(str(user.get("origin", ""))).netloc == asked.headers.get("host")
    return user if here else {}


def _text(told: object) -> str:
    # Where there is no browser (AppTest), Streamlit's cookies are anything but texts.
    return told if isinstance(told, str) else ""


def address(asked: HTTPConnection, host: Host) -> str:
    """Where a request comes from: as the host's own proxies tell it, else the peer itself.

    Each proxy writes whom it heard at the end of `X-Forwarded-For`; what stands before is the
    asker's own invention.
    """
    told = {_FORWARDED: ", ".join(asked.headers.getlist(_FORWARDED))}
    return told_address(told, peer=_peer(asked), host=host)


def told_address(headers: Mapping[str, str], *, peer: str, host: Host) -> str:
    """The same from bare headers and the peer's address; of a house with IPv6 all have the same."""
    told = [part.strip() for part in headers.get(_FORWARDED, "").split(",")]
    if host.trusted:
        while _is_trusted(peer, host) and told and told[-1]:
            peer = told.pop()
        return _house(peer)
    return _house((told[-host.proxies] if 0 < host.proxies <= len(told) else "") or peer)


def _peer(asked: HTTPConnection) -> str:
    return asked.client.host if asked.client else ""


def _is_trusted(told: str, host: Host) -> bool:
    """Whether an address is that of a proxy which the host has named."""
    found = _ip(told)
    return found is not None and any(found in network for network in host.trusted)


def _house(told: str) -> str:
    """One address of IPv4, or the network of 2^64 of IPv6 that every house is given.

    >>> _house("192.0.2.1"), _house("2001:db8::7"), _house("::ffff:192.0.2.1"), _house("a proxy")
    ('192.0.2.1', '2001:db8::/64', '192.0.2.1', 'a proxy')
    """
    found = _ip(told)
    if found is None or found.version == 4:
        return str(found or told)
    return str(ip_network((int(found), 64), strict=False))


def _ip(told: str) -> IPv4Address | IPv6Address | None:
    """An address; one of IPv4 that is written as one of IPv6 is taken for what it is."""
    try:
        found = ip_address(told)
    except ValueError:
        return None
    return found.ipv4_mapped or found if isinstance(found, IPv6Address) else found


def is_secure(asked: HTTPConnection, host: Host) -> bool:
    """Whether the browser speaks https, be it to the proxy."""
    believed = host.proxies or _is_trusted(_peer(asked), host)
    told = asked.headers.get("x-forwarded-proto", "") if believed else ""
    return (told or asked.url.scheme) in {"https", "wss"}


def cookie(asked: HTTPConnection, host: Host, *, secret: str) -> str:
    """The cookie by which whoever asks is known from now on, as a header says it."""
    embedded, name = bool(host.embedding), _name(asked, host)
    found: SimpleCookie = SimpleCookie({name: secret})
    told = found[name]
    told["max-age"], told["path"], told["httponly"] = YEAR, "/", True
    told["samesite"] = "none" if embedded else "lax"
    if embedded or is_secure(asked, host):
        told["secure"] = True
    return told.OutputString()


def _name(asked: HTTPConnection, host: Host) -> str:
    return SAFE_VISIT_COOKIE if is_secure(asked, host) else VISIT_COOKIE


class Visits:
    """Gives each browser its cookie with the first page that it is brought."""

    def __init__(self, app: ASGIApp, *, host: Host) -> None:
        """Stand before `app`."""
        self._app, self._host = app, host

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the app behind does; a page to a stranger brings a cookie along."""
        if scope["type"] != "http" or scope["method"] != "GET":
            await self._app(scope, receive, send)
            return
        asked = HTTPConnection(scope)

        async def giving(message: Message) -> None:
            if message["type"] == "http.response.start" and _is_page(message):
                pair = (b"set-cookie", cookie(asked, self._host, secret=kt.new_token()).encode())
                message = {**message, "headers": [*message["headers"], pair]}
            await send(message)

        stranger = _name(asked, self._host) not in asked.cookies
        await self._app(scope, receive, giving if stranger else send)


def _is_page(message: Message) -> bool:
    told = {name.lower(): value for name, value in message["headers"]}
    return bool(told.get(b"content-type", b"").startswith(b"text/html"))
