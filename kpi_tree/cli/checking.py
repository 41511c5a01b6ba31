"""`check`: what a plan lacks or leaves in doubt."""

from __future__ import annotations

from typing import TYPE_CHECKING

import kpi_tree as kt
from kpi_tree.cli import DONE, FOUND
from kpi_tree.cli.printing import console, put_json
from kpi_tree.locale import say

if TYPE_CHECKING:
    import argparse


def check(arguments: argparse.Namespace) -> int:
    """Print a plan's findings; 1 where one of them is an error."""
    findings = kt.check(kt.read(arguments.plan))
    if arguments.json:
        put_json([finding.to_dict() for finding in findings])
    else:
        _told(findings)
    return FOUND if any(finding.level == "error" for finding in findings) else DONE


def _told(findings: list[kt.Finding]) -> None:
    from rich.padding import Padding  # noqa: PLC0415 (only where people read)
    from rich.text import Text  # noqa: PLC0415 (only where people read)

    out = console()
    if not findings:
        out.print(say("cli.nothing_found"))
        return
    styles = {"error": "bold red", "warning": "bold yellow", "note": "bold cyan"}
    for finding in findings:
        head = Text()
        head.append(say(f"cli.level_{finding.level}"), styles[finding.level])
        head.append(f"  {finding.place}  ", "bold")
        head.append(finding.code, "dim")
        out.print(head)
        out.print(Padding(Text(finding.sentence), (0, 0, 0, 2)))
        out.print(Padding(Text(finding.remedy, "italic"), (0, 0, 1, 2)))
    counts = {level: sum(each.level == level for each in findings) for level in styles}
    parts = [say(f"cli.count_{level}", n=count) for level, count in counts.items() if count]
    out.print(", ".join(parts))
