"""A log-in by OpenID Connect on loopback: discovery, consent without a question, signed tokens."""

from __future__ import annotations

import json
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import parse_qs, urlencode, urlsplit
from uuid import uuid4

from joserfc import jwt
from joserfc.jwk import RSAKey

if TYPE_CHECKING:
    from pathlib import Path

CLIENT, SECRET = "enlace", "not a secret"


class Provider:
    """Vouches for whoever `email` names when somebody signs in."""

    def __init__(self) -> None:
        """Serve on a free port."""
        self.email, self.verified = "", True
        self._key = RSAKey.generate_key(2048, {"kid": "one"})
        self._asked: dict[str, dict[str, str]] = {}
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def secrets(self, folder: Path) -> None:
        """Write what Streamlit is told of this log-in, for a home folder."""
        (folder / ".streamlit").mkdir(parents=True)
        told = {
            "redirect_uri": "http://127.0.0.1:{port}/oauth2callback",
            "cookie_secret": uuid4().hex + uuid4().hex,
            "client_id": CLIENT,
            "client_secret": SECRET,
            "server_metadata_url": f"{self.url}/.well-known/openid-configuration",
        }
        lines = [f"{name} = {json.dumps(value)}" for name, value in told.items()]
        (folder / ".streamlit" / "secrets.toml").write_text("\n".join(["[auth]", *lines, ""]))

    # ── What it answers ─────────────────────────────────────────────────────────────────────────

    def discovery(self) -> dict[str, Any]:
        """Where everything is."""
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/jwks",
            "end_session_endpoint": f"{self.url}/logout",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
        }

    def jwks(self) -> dict[str, Any]:
        """The key by which tokens are checked."""
        return {"keys": [self._key.as_dict(private=False)]}

    def authorize(self, query: dict[str, str]) -> str:
        """Where the browser goes on, with a code."""
        code = uuid4().hex
        self._asked[code] = {**query, "email": self.email}
        back = urlencode({"code": code, "state": query["state"]})
        return f"{query['redirect_uri']}?{back}"

    def token(self, form: dict[str, str]) -> dict[str, Any]:
        """The signed token for a code, once."""
        asked = self._asked.pop(form["code"])
        now = int(time.time())
        claims = {
            "iss": self.url,
            "sub": asked["email"],
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": asked.get("nonce", ""),
            "email": asked["email"],
            "email_verified": self.verified,
        }
        signed = jwt.encode({"alg": "RS256", "kid": "one"}, claims, self._key)
        return {"access_token": uuid4().hex, "token_type": "Bearer", "id_token": signed}


def _handler(provider: Provider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(asked.query).items()}
            match asked.path:
                case "/.well-known/openid-configuration":
                    self._tell(provider.discovery())
                case "/jwks":
                    self._tell(provider.jwks())
                case "/authorize":
                    self._lead(provider.authorize(query))
                case "/logout":
                    self._lead(query["post_logout_redirect_uri"])
                case _:
                    self.send_error(404)

        def do_POST(self) -> None:
            length = int(self.headers["content-length"])
            told = parse_qs(self.rfile.read(length).decode())
            self._tell(provider.token({name: values[0] for name, values in told.items()}))

        def _tell(self, told: dict[str, Any]) -> None:
            body = json.dumps(told).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def _lead(self, address: str) -> None:
            self.send_response(302)
            self.send_header("Location", address)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    return Handler
