"""Compile every catalogue whose words have changed: `python -m kpi_tree.locale`."""

from __future__ import annotations

import io
from datetime import UTC, datetime

from babel.messages import mofile, pofile

from kpi_tree.locale import CATALOGUES


def compiled(source: bytes) -> bytes:
    """The `.mo` bytes of a `.po` file: the same bytes for the same words."""
    out = io.BytesIO()
    catalogue = pofile.read_po(io.BytesIO(source), domain="enlace")
    catalogue.creation_date = datetime(2000, 1, 1, tzinfo=UTC)
    mofile.write_mo(out, catalogue)
    return out.getvalue()


def main() -> None:
    """Write the `.mo` beside each `.po` whose compiled form differs."""
    for source in sorted(CATALOGUES.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        fresh = compiled(source.read_bytes())
        if not target.exists() or target.read_bytes() != fresh:
            target.write_bytes(fresh)


if __name__ == "__main__":
    main()
