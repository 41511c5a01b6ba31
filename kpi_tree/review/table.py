"""The table of all codes, for the documents and for whoever wants to look one up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kpi_tree.locale import say, speak
from kpi_tree.review.finding import ERRORS, LEVELS

if TYPE_CHECKING:
    from collections.abc import Iterator

_LANGUAGES: Final = ("en", "es")
# The remedies of errors name things of the plan.
_NAMED: Final = dict.fromkeys(("metric", "path", "goal", "step", "month", "share", "scenario"), "…")


def meaning(code: str) -> str:
    """When a code is found, in the language in force."""
    return say(f"findings.{code}.meaning")


def remedy(code: str) -> str:
    """What to do about a code, in the language in force."""
    if code in LEVELS:
        return say(f"findings.{code}.remedy")
    return say(f"errors.{code}.remedy", **_NAMED)


def page() -> str:
    """The table as Markdown, in English and in Spanish."""
    return "\n".join(line for language in _LANGUAGES for line in _lines(language))


def _lines(language: str) -> Iterator[str]:
    with speak(language):
        yield f"# {say('findings.table.title')}"
        yield ""
        heads = (
            say("findings.table.code"),
            say("findings.table.level"),
            say("findings.table.meaning"),
            say("findings.table.remedy"),
        )
        yield f"| {' | '.join(heads)} |"
        yield "| --- | --- | --- | --- |"
        for code in (*ERRORS, *LEVELS):
            level = say(f"findings.level.{LEVELS.get(code, 'error')}")
            yield f"| `{code}` | {level} | {meaning(code)} | {remedy(code)} |"
        yield ""
