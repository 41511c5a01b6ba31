"""What people are called: names that readers would take for one another, and such as pass for two.

Names are all by which people tell each other. So no word of a name mixes alphabets, and a letter
counts as the one that it looks like, and a mark that nobody sees for nothing. Which letters look
alike: Unicode Technical Standard 39, `confusables.txt`, of which this is what Cyrillic and Greek
have in common with Latin. What is not seen: Unicode's `Default_Ignorable_Code_Point`, and Braille's
empty cell.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from kpi_tree.errors import EditRefused, Problem, quoted
from kpi_tree.plan.edits.naming import alike

_WORD: Final = re.compile(r"[^\W\d_]+")
# Written together everywhere: Japanese with three scripts, Korean with two.
_EAST: Final = frozenset({"CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "HANGUL", "BOPOMOFO"})
_UNSEEN: Final = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_OF_NONE: Final = frozenset({"MODIFIER"})  # an apostrophe that is a letter
_LOOKS_LIKE: Final = str.maketrans(
    # Cyrillic, then Greek, each in capitals and in small letters.
    "АВЕЅІЈКМНОРСТУХԚԜавеѕіјкморсухԁһԛԝпгΑΒΕΖΗΙΚΜΝΟΡΤΥΧαοινρκυγχω",
    "ABESIJKMHOPCTYXQWabesijkmopcyxdhqwnrABEZHIKMNOPTYXaoivpkuyxw",
)


def refuse_mixed(name: str) -> None:
    """Refuse a name that mixes alphabets within a word, or of which nothing is seen.

    Raises:
        EditRefused: it does.
    """
    if not (seen := _seen(name)).strip():
        raise EditRefused([Problem("text_missing")])
    for word in _WORD.findall("".join(mark for mark in seen if not unicodedata.combining(mark))):
        if len(_scripts(word)) > 1:
            raise EditRefused([Problem("mixed_alphabets", values={"word": quoted(word)})])


def same(one: str, other: str) -> bool:
    """Whether readers would take two names for the same.

    The second of these is written in Cyrillic letters, and so is the third.

    >>> same("Ana", " ANA"), same("Capa", "Сара"), same("Ana", "Анна")
    (True, True, False)
    """
    one, other = _seen(one), _seen(other)
    return alike(one) == alike(other) or _look(one) == _look(other)


def _seen(name: str) -> str:
    """What readers see of a name."""
    return _UNSEEN.sub("", unicodedata.normalize("NFKC", name))


def _look(name: str) -> str:
    """The Latin letters that a name looks like."""
    apart = unicodedata.normalize("NFKD", name)
    return alike(apart.translate(_LOOKS_LIKE))


def _scripts(word: str) -> set[str]:
    """The alphabets of a word, by the names that Unicode gives its letters."""
    found = {unicodedata.name(letter, "").partition(" ")[0] for letter in word}
    return {"EAST" if script in _EAST else script for script in found - _OF_NONE}
