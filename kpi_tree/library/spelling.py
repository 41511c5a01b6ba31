"""How words are made comparable: accents, case, plurals and interchangeable words fall away."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Final

from kpi_tree.library.shelves import rows

if TYPE_CHECKING:
    from collections.abc import Mapping

SILENT: Final = frozenset(
    "de del la el los las lo en por para que se y o a al un una con su sus nos le les mi "
    "cuanto cuanta cuantos cuantas como nuestro nuestra nuestros nuestras hay es son no cada todo "
    "todos tenemos viene vienen "
    "the of an and to in on for by per we our us do does how many much is are from with who "
    "that what it i my their they at each every all here have "
    "come comes coming".split()
)
_SHORT: Final = 3
# Cut short these would be another word: paga, new.
_WHOLE: Final = frozenset({"marketing", "page", "news"})


def tokens(text: str) -> tuple[str, ...]:
    """The words of a text in a form that can be compared, without those that say nothing.

    >>> tokens("Las Campañas") == tokens("campana")
    True
    """
    spelled = plain(text).split()
    telling = [word for word in spelled if word not in SILENT] or spelled
    return tuple(stem(word) for word in telling)


def plain(text: str) -> str:
    """Lower case, no accents, nothing but letters, digits and single spaces.

    >>> plain("¿Tasa de interacción?")
    'tasa de interaccion'
    """
    bare = unicodedata.normalize("NFKD", text.lower())
    kept = "".join(mark for mark in bare if not unicodedata.combining(mark))
    return " ".join(re.findall(r"[a-z0-9]+", kept))


def stem(word: str) -> str:
    """A word without its plural, final vowel or `-ing`, in Spanish and English alike.

    >>> stem("donaciones"), stem("clientes"), stem("clicks"), stem("agencies")
    ('donacion', 'client', 'click', 'agency')
    """
    if len(word) <= _SHORT or word in _WHOLE:
        return word
    if word.endswith("ing") and len(word) > 2 * _SHORT:
        return word[:-3]
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith("s") and not word.endswith("ss"):
        word = word[:-1]
    cut = len(word) > _SHORT and word[-1] in "aeo" and word not in _WHOLE
    return word[:-1] if cut else word


@cache
def interchangeable() -> Mapping[str, str]:
    """Stems that mean the same in the trade, each with the one that stands for all of them."""
    stands_for: dict[str, str] = {}
    for row in rows("interchangeable"):
        group = [stem(plain(word)) for word in row["words"].split("|")]
        stands_for.update((word, group[0]) for word in group)
    return stands_for
