"""A user's text as a file may hold it: one line, nothing invisible, no half characters."""

from __future__ import annotations

import unicodedata


def plain(text: object) -> str:
    r"""`text` on one line, without marks that cannot be seen or that XML forbids.

    >>> plain("Ventas\n\u202etop\x00")
    'Ventas top'
    """
    seen = (" " if mark.isspace() else mark for mark in str(text))
    return "".join(mark for mark in seen if unicodedata.category(mark)[0] != "C").strip()
