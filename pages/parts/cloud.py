"""Hosted Enlace for a cloud host that knows `streamlit run FILE` alone.

    ENLACE_HOSTED=1 ENLACE_STORE=postgresql://… streamlit run pages/parts/cloud.py

Streamlit reads from this file that it holds an `App`, and serves that with all its routes.
"""

import sys
from pathlib import Path

# Streamlit looks for modules beside the file that it runs; Enlace's stand two folders up.
sys.path[:] = [
    str(Path(__file__).parents[2]),
    *(p for p in sys.path if p != str(Path(__file__).parent)),
]

from streamlit.starlette import App  # noqa: E402 (only now can Enlace's own modules be found)

from pages.parts.host.settings import host  # noqa: E402
from pages.parts.server import FRAME, served  # noqa: E402

app = App(FRAME, **served(host()))
