"""The one function through which a user's text passes on its way to a screen.

Most labels of Streamlit read Markdown, and Markdown fetches remote images, colours words and
draws formulas; Plotly reads tags. A text from a plan, a file or a field is shown as it was
written, or not at all.

An address in a text is shown, but is no link: a page links what it has looked at itself.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final, Literal

Surface = Literal["markdown", "plain"]

# What a field takes of a text of the plan. Far more than the plan holds: the plan says itself what
# is too long and the text stays to be cut, where the browser would drop what is above in silence.
LONGEST_TYPED: Final = 20_000

_MARKDOWN: Final = re.compile(r"([\\`*_{}\[\]()#+\-.!|~:$>&<^=\"'@/])")
# Markdown makes links of bare addresses, escaped or not; a mark without width keeps them apart.
_ADDRESS: Final = re.compile(r"(?i)(https?|ftp|mailto|www)(?=[:.])|(?<=\w)(?=@)")
_PIECE: Final = re.compile(r"\\([^\w\s]|_)|(\*\*)|[^\\*]+|.", re.DOTALL)
_ESCAPED: Final = re.compile(r"\\([^\w\s]|_)")
_JOINER: Final = "\u2060"
_NO_TAG: Final = str.maketrans({"<": "‹", ">": "›"})


def shown(text: object, *, surface: Surface = "markdown", lines: bool = False) -> str:
    r"""`text` as it may be given to Streamlit or Plotly.

    Args:
        text: what a person wrote, or anything that holds such words (a refusal, an id).
        surface: "markdown" for `st.markdown`, titles, captions, labels, messages, `help`, and the
            options of radio, pills and segmented control; "plain" where backslashes would be
            seen: cells of tables, options of a select box, values of fields, all of Plotly, the
            data of our own components.
        lines: whether line breaks are kept; by default the text becomes one line.

    >>> shown("![x](y) *z*")
    '\\!\\[x\\]\\(y\\) \\*z\\*'
    >>> shown("CPA <b>low</b>", surface="plain")
    'CPA ‹b›low‹/b›'
    """
    clean = "".join(_kept(mark, lines=lines) for mark in str(text)).strip()
    if surface == "plain":
        return clean.translate(_NO_TAG)
    apart = _ADDRESS.sub(lambda found: found.group() + _JOINER, clean)
    escaped = _MARKDOWN.sub(r"\\\1", apart)
    return escaped.replace("\n", "  \n")


def unmarked(markdown: str) -> str:
    r"""What `shown` made safe for Markdown, as data for a component of our own.

    >>> unmarked(shown("a_b (c)")), unmarked(shown("www.x.org"))
    ('a_b (c)', 'www.x.org')
    """
    apart = _ESCAPED.sub(r"\1", markdown)
    return shown(apart.replace(_JOINER, ""), surface="plain")


def emphasised(markdown: str) -> list[tuple[str, bool]]:
    r"""A sentence in Markdown that is safe, as data: its pieces, and whether each is bold.

    >>> emphasised("**" + shown("a*b") + "** is 3")
    [('a*b', True), (' is 3', False)]
    """
    pieces: list[tuple[str, bool]] = []
    bold = False
    for found in _PIECE.finditer(markdown.replace(_JOINER, "")):
        if found[2]:
            bold = not bold
        elif pieces and pieces[-1][1] == bold:
            pieces[-1] = (pieces[-1][0] + (found[1] or found[0]), bold)
        else:
            pieces.append((found[1] or found[0], bold))
    return pieces


def _kept(mark: str, *, lines: bool) -> str:
    """The character, a blank for a break, or nothing for what cannot be seen."""
    if mark == "\n" and lines:
        return mark
    if mark.isspace():
        return " " if mark != "\u00a0" else mark
    return "" if unicodedata.category(mark)[0] == "C" else mark
