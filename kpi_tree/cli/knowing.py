"""`library search` and `library links`: what Enlace knows."""

from __future__ import annotations
