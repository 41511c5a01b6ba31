"""Enlace's server with everything that can be logged switched on, for those who search its logs."""

from __future__ import annotations

import logging
from typing import Any

from streamlit import logger
from streamlit.web.server.starlette import starlette_server

from pages.parts.server import main

_SETTINGS = "_get_uvicorn_config_kwargs"
_quiet = getattr(starlette_server, _SETTINGS)


def _loud() -> dict[str, Any]:
    """What the server below is told: asked for when Streamlit has set its own level already."""
    logger.set_log_level("debug")
    return {**_quiet(), "access_log": True, "log_level": "trace"}


if __name__ == "__main__":
    logging.basicConfig(level=logging.DEBUG)
    setattr(starlette_server, _SETTINGS, _loud)
    main()
