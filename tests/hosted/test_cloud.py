"""The file for hosts that know `streamlit run FILE` alone: the same doors stand before it."""

from __future__ import annotations

from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from tests.journeys.conftest import serving

CLOUD = (
    "streamlit",
    "run",
    "pages/parts/cloud.py",
    "--server.headless=true",
    "--server.port={port}",
    "--server.address=0.0.0.0",
)


def test_the_cloud_s_way_to_start_has_all_that_stands_before_the_pages(tmp_path) -> None:
    told = {"ENLACE_HOSTED": "1", "ENLACE_HOSTS": "enlace.example", "ENLACE_PROXIES": "1"}
    with serving(tmp_path, *CLOUD, **told) as server:
        place = urlsplit(server.url).netloc
        asked = HTTPConnection(place, timeout=20)

        def status(path: str, host: str = "enlace.example") -> int:
            asked.request("GET", path, headers={"Host": host})
            answer = asked.getresponse()
            answer.read()
            assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
            return answer.status

        assert status("/") == status("/l") == 200
        assert status("/_stcore/metrics") == status("/live?plan=x") == 404
        assert status("/", host="evil.example") == 400
        asked.close()
        with pytest.raises(InvalidStatus):
            connect(f"ws://{place}/_stcore/stream", origin="http://localhost:9000")
