"""The command line: results to standard output, everything else to standard error.

Exit status: 0 done; 1 the plan has findings of level `error`; 2 bad input, or a simulation that
cannot be computed (one line a problem, no result).
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn

from kpi_tree.errors import EnlaceError, quoted
from kpi_tree.locale import LANGUAGES, choose, say

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Command = Callable[[argparse.Namespace], int]

PROGRAM: Final = "python -m kpi_tree"
DONE: Final = 0
FOUND: Final = 1
REFUSED: Final = 2
_INTERRUPTED: Final = 130
_LONGEST: Final = 20


class _Parser(argparse.ArgumentParser):
    """An argument parser that refuses in one line."""

    def error(self, message: str) -> NoReturn:  # noqa: ARG002 (argparse words it in English)
        words = quoted(" ".join(sys.argv[1:])) or "–"
        self.exit(REFUSED, say("cli.bad_arguments", words=words, program=PROGRAM) + "\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit status."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    _choose_language(words)
    parsed = _parser().parse_args(words)
    command: Command = parsed.command
    _write_what_can_be_written()
    try:
        status = command(parsed)
        sys.stdout.flush()
    except EnlaceError as refusal:
        plan = getattr(parsed, "plan", None)
        for problem in refusal.problems:
            told = " ".join(str(problem).split())
            _complain(f"{quoted(plan)}: {told}" if plan else told)
        return REFUSED
    except KeyboardInterrupt:
        _complain(say("cli.interrupted"))
        return _INTERRUPTED
    except BrokenPipeError:
        # Whoever read has gone (`| head`): leave quietly, and let nothing be flushed at exit.
        _write_nowhere()
        return DONE
    except OSError:
        _write_nowhere()
        _complain(say("cli.cannot_write"))
        return REFUSED
    return status


def _write_what_can_be_written() -> None:
    """Where a terminal knows few characters a mark stands for the others; no stream: nowhere."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            nowhere = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 (stays open)
            setattr(sys, name, nowhere)
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def _write_nowhere() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _complain(line: str) -> None:
    sys.stderr.write(line + "\n")


def _choose_language(words: list[str]) -> None:
    """The language counts from the first word on, so that refusals speak it too."""
    for index, word in enumerate(words):
        name, equals, value = word.partition("=")
        if name == "--language":
            choose(value if equals else "".join(words[index + 1 : index + 2]))


def _parser() -> argparse.ArgumentParser:
    top = _Parser(prog=PROGRAM, description=say("cli.enlace"), add_help=False, allow_abbrev=False)
    top.add_argument("--language", choices=LANGUAGES, help=say("cli.language"))
    top.add_argument("-h", "--help", action="help", help=say("cli.help"))
    common = _common()
    commands = top.add_subparsers(title=say("cli.commands"), required=True, metavar="COMMAND")
    check = _command(commands, "check", told=say("cli.check"), common=common)
    check.add_argument("plan", metavar="PLAN", help=say("cli.plan"))
    check.set_defaults(command=_check)
    simulate = _command(commands, "simulate", told=say("cli.simulate"), common=common)
    simulate.add_argument("plan", metavar="PLAN", help=say("cli.plan"))
    simulate.add_argument("--scenario", action="append", metavar="ID", help=say("cli.scenario"))
    draws, seed = say("cli.draws"), say("cli.seed")
    simulate.add_argument("--draws", type=_whole, default=10_000, metavar="N", help=draws)
    simulate.add_argument("--seed", type=_whole, default=0, metavar="S", help=seed)
    simulate.set_defaults(command=_simulate)
    _explains(commands, common)
    _seeks(commands, common)
    _library(commands, common)
    _exports(commands, common)
    return top


def _common() -> _Parser:
    """What every command takes."""
    common = _Parser(add_help=False, allow_abbrev=False)
    common.add_argument("-h", "--help", action="help", help=say("cli.help"))
    common.add_argument(
        "--language", choices=LANGUAGES, default=argparse.SUPPRESS, help=say("cli.language")
    )
    common.add_argument("--json", action="store_true", help=say("cli.json"))
    return common


def _command(
    commands: Any,  # noqa: ANN401 (argparse has no name for it)
    name: str,
    *,
    told: str,
    common: _Parser,
) -> argparse.ArgumentParser:
    made: argparse.ArgumentParser = commands.add_parser(
        name, help=told, description=told, parents=[common], add_help=False, allow_abbrev=False
    )
    return made


def _whole(word: str) -> int | str:
    """A whole number; anything else is refused in words by what needs it."""
    return int(word) if word.removeprefix("-").isdecimal() and len(word) < _LONGEST else word


def _explains(commands: Any, common: _Parser) -> None:  # noqa: ANN401 (argparse)
    explain = _command(commands, "explain", told=say("deciding.explain"), common=common)
    explain.add_argument("plan", metavar="PLAN", help=say("cli.plan"))
    goal, scenario = say("deciding.goal_option"), say("deciding.scenario_option")
    explain.add_argument("--goal", required=True, metavar="ID", help=goal)
    explain.add_argument("--scenario", required=True, metavar="ID", help=scenario)
    draws, seed = say("deciding.draws_option"), say("cli.seed")
    explain.add_argument("--draws", type=_whole, default=4_096, metavar="N", help=draws)
    explain.add_argument("--seed", type=_whole, default=0, metavar="S", help=seed)
    explain.set_defaults(command=_explain)


def _seeks(commands: Any, common: _Parser) -> None:  # noqa: ANN401 (argparse)
    seek = _command(commands, "seek", told=say("seeking.command"), common=common)
    seek.add_argument("plan", metavar="PLAN", help=say("cli.plan"))
    goal, lock = say("seeking.goal_option"), say("seeking.lock_option")
    seek.add_argument("--goal", action="extend", nargs="+", metavar="ID", help=goal)
    odds, lever = say("seeking.probability_option"), say("seeking.lever_option")
    seek.add_argument("--probability", default="0.8", metavar="P", help=odds)
    seek.add_argument("--budget", metavar="N", help=say("seeking.budget_option"))
    seek.add_argument("--lever", action="append", metavar="ID=LOW:HIGH", help=lever)
    seek.add_argument("--lock", action="append", metavar="ID", help=lock)
    seek.add_argument("--scenario", metavar="ID", help=say("seeking.scenario_option"))
    draws, seed = say("seeking.draws_option"), say("cli.seed")
    seek.add_argument("--draws", type=_whole, default=4_096, metavar="N", help=draws)
    seek.add_argument("--seed", type=_whole, default=0, metavar="S", help=seed)
    seek.set_defaults(command=_seek)


def _library(commands: Any, common: _Parser) -> None:  # noqa: ANN401 (argparse)
    told = say("cli.library")
    library = commands.add_parser("library", help=told, description=told, add_help=False)
    library.add_argument("-h", "--help", action="help", help=say("cli.help"))
    parts = library.add_subparsers(title=say("cli.commands"), required=True, metavar="COMMAND")
    search = parts.add_parser(
        "search",
        help=say("cli.search"),
        description=say("cli.search"),
        parents=[common],
        add_help=False,
    )
    search.add_argument("words", nargs="*", metavar="WORDS", help=say("cli.words"))
    search.add_argument("--layer", metavar="ID", help=say("cli.layer"))
    search.add_argument("--area", metavar="ID", help=say("cli.area"))
    search.add_argument("--network", metavar="ID", help=say("cli.network"))
    search.add_argument("--limit", type=_whole, metavar="N", help=say("cli.limit"))
    search.set_defaults(command=_search)
    links = parts.add_parser(
        "links",
        help=say("cli.links"),
        description=say("cli.links"),
        parents=[common],
        add_help=False,
    )
    links.add_argument("metric", metavar="METRIC", help=say("cli.metric"))
    links.set_defaults(command=_links)


def _exports(commands: Any, common: _Parser) -> None:  # noqa: ANN401 (argparse)
    export = _command(commands, "export", told=say("exports.command"), common=common)
    export.add_argument("plan", metavar="PLAN", help=say("cli.plan"))
    export.add_argument("--to", required=True, metavar="FORMAT", help=say("exports.to"))
    export.add_argument("--out", required=True, metavar="FILE", help=say("exports.out"))
    export.add_argument("--scenario", metavar="ID", help=say("exports.scenario"))
    export.add_argument("--dark", action="store_true", help=say("exports.dark"))
    export.set_defaults(command=_export)


# Each command's room is loaded when it is run: a search brings no numpy along.


def _check(arguments: argparse.Namespace) -> int:
    from kpi_tree.cli.checking import check  # noqa: PLC0415 (see above)

    return check(arguments)


def _simulate(arguments: argparse.Namespace) -> int:
    from kpi_tree.cli.simulating import simulate  # noqa: PLC0415 (see above)

    return simulate(arguments)


def _explain(arguments: argparse.Namespace) -> int:
    from kpi_tree.cli.explaining import explain  # noqa: PLC0415 (see above)

    return explain(arguments)


def _seek(arguments: argparse.Namespace) -> int:
    from kpi_tree.cli.seeking import seek  # noqa: PLC0415 (see above)

    return seek(arguments)


def _search(arguments: argparse.Namespace) -> int:
    from kpi_tree.cli.knowing import search  # noqa: PLC0415 (see above)

    return search(arguments)


def _links(arguments: argparse.Namespace) -> int:
    from kpi_tree.cli.knowing import links  # noqa: PLC0415 (see above)

    return links(arguments)


def _export(arguments: argparse.Namespace) -> int:
    from kpi_tree.cli.exporting import export  # noqa: PLC0415 (see above)

    return export(arguments)
