"""The words that a person reads, in their language, and numbers written its way.

One gettext catalogue a room and language: `es/LC_MESSAGES/errors.po` holds every key that
begins with `errors.`. `python -m kpi_tree.locale` compiles what has changed.
"""

from __future__ import annotations

import gettext
import os
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

LANGUAGES: Final = ("es", "en")
CATALOGUES: Final = Path(__file__).parent

_chosen: ContextVar[str | None] = ContextVar("language", default=None)


def language() -> str:
    """The language in force here: chosen by `speak`, else the environment's, else Spanish."""
    return _chosen.get() or _of_environment()


def choose(code: str) -> None:
    """Make `code` the language of the present context (a script run, a command)."""
    _chosen.set(closest(code))


@contextmanager
def speak(code: str) -> Iterator[None]:
    """Speak the language `code` inside a `with` block."""
    token = _chosen.set(closest(code))
    try:
        yield
    finally:
        _chosen.reset(token)


def closest(code: str) -> str:
    """The language of ours that is nearest to a tag such as `en-GB`; Spanish for a stranger.

    >>> closest("en_US.UTF-8"), closest("pt-BR")
    ('en', 'es')
    """
    short = code[:2].lower()
    return short if short in LANGUAGES else LANGUAGES[0]


def say(key: str, /, **values: object) -> str:
    """The text of `key` in the language in force, its `{names}` filled in.

    A number named `n` chooses the plural form. Whole numbers and fractions are written the
    language's way; give texts where another form (money, percent) is wanted.

    Raises:
        KeyError: the catalogue has no such key.
    """
    catalogue = _catalogue(key.partition(".")[0], language())
    count = values.get("n")
    text = catalogue.ngettext(key, key, count) if isinstance(count, int) else key
    if text == key:
        text = catalogue.gettext(key)
    if text == key:
        raise KeyError(key)
    return text.format(**{name: _written(value) for name, value in values.items()})


def has(key: str) -> bool:
    """Whether the catalogue of the language in force has a text for `key`."""
    return _catalogue(key.partition(".")[0], language()).gettext(key) != key


def _written(value: object) -> object:
    if isinstance(value, int | float) and not isinstance(value, bool):
        from kpi_tree.locale.numbers import number  # noqa: PLC0415 (Babel only where it is used)

        return number(value)
    return value


@cache
def _catalogue(domain: str, code: str) -> gettext.NullTranslations:
    return gettext.translation(domain, CATALOGUES, [code], fallback=True)


@cache
def _of_environment() -> str:
    for name in ("ENLACE_LANGUAGE", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        code = os.environ.get(name, "")
        if code[:2].lower() in LANGUAGES:
            return code[:2].lower()
    return LANGUAGES[0]
