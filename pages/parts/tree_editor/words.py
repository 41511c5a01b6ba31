"""The words around the map, finished, by the names that the browser knows them by."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import kpi_tree as kt
from pages.parts.text import shown

if TYPE_CHECKING:
    from collections.abc import Mapping


def words(scenario: kt.Scenario | None) -> Mapping[str, str]:
    """All words of the map; what a key does stands under `key:` and the key itself."""
    return {**_standing(kt.language()), "under": _under(scenario)}


def _under(scenario: kt.Scenario | None) -> str:
    if scenario is None:
        return kt.say("tree_editor.nothing_done")
    return kt.say("tree_editor.under", scenario=shown(scenario.name, surface="plain"))


@lru_cache(maxsize=4)
def _standing(_language: str) -> Mapping[str, str]:
    return {**_tools(), **_done(), **_asked(), **_connecting(), **_told(), **_keys()}


def _tools() -> Mapping[str, str]:
    return {
        "title": kt.say("tree_editor.title"),
        "tools": kt.say("tree_editor.tools"),
        "metric": kt.say("tree_editor.metric"),
        "link": kt.say("tree_editor.link"),
        "add": kt.say("tree_editor.add"),
        "link_tool": kt.say("tree_editor.link_tool"),
        "find": kt.say("tree_editor.find"),
        "undo": kt.say("tree_editor.undo"),
        "redo": kt.say("tree_editor.redo"),
        "arrange": kt.say("tree_editor.arrange"),
        "select": kt.say("tree_editor.select"),
        "closer": kt.say("tree_editor.closer"),
        "farther": kt.say("tree_editor.farther"),
        "fit": kt.say("tree_editor.fit"),
        "full": kt.say("tree_editor.full"),
        "keys": kt.say("tree_editor.keys"),
        "minimap": kt.say("tree_editor.minimap"),
        "saving": kt.say("tree_editor.saving"),
    }


def _done() -> Mapping[str, str]:
    return {
        "rename": kt.say("tree_editor.rename"),
        "link_from": kt.say("tree_editor.link_from"),
        "double": kt.say("tree_editor.double"),
        "chosen": kt.say("tree_editor.chosen", n="{n}"),
        "fold": kt.say("tree_editor.fold"),
        "unfold": kt.say("tree_editor.unfold"),
        "remove": kt.say("tree_editor.remove"),
        "close": kt.say("tree_editor.close"),
        "target": kt.say("tree_editor.target"),
        "formula": kt.say("picture.formula"),
        "hypothesis": kt.say("tree_editor.hypothesis"),
        "agreed": kt.say("tree_editor.agreed"),
        "measured": kt.say("tree_editor.measured"),
    }


def _asked() -> Mapping[str, str]:
    return {
        "loop": kt.say("tree_editor.loop"),
        "linking": kt.say("tree_editor.linking"),
        "unlinked": kt.say("picture.unlinked"),
        "unlinked_why": kt.say("picture.unlinked_why"),
        "add_field": kt.say("tree_editor.add_field"),
        "searching": kt.say("tree_editor.searching"),
        "own": kt.say("tree_editor.own", name="{name}"),
        "in_tree": kt.say("tree.in_plan"),
        "find_field": kt.say("tree_editor.find_field"),
        "not_found": kt.say("tree_editor.not_found"),
        "leaving": kt.say("tree.leaving", names="{names}"),
        "leaving_link": kt.say("tree_editor.leaving_link"),
        "leaving_formula": kt.say(
            "tree_editor.leaving_formula", driver="{driver}", outcome="{outcome}"
        ),
        "formula_of": kt.say("tree_editor.formula_of", name="{name}"),
        "edit_formula": kt.say("tree_editor.edit_formula"),
        "keep_it": kt.say("tree.keep_it"),
        "remove_now": kt.say("tree.remove_now"),
    }


def _connecting() -> Mapping[str, str]:
    return {
        "as_influence": kt.say("tree_editor.as_influence"),
        "as_influence_why": kt.say("tree_editor.as_influence_why"),
        "as_library": kt.say("tree_editor.as_library"),
        "as_formula": kt.say("tree_editor.as_formula"),
        "as_formula_why": kt.say("tree_editor.as_formula_why"),
        "save": kt.say("tree_editor.save"),
    }


def _told() -> Mapping[str, str]:
    return {
        "empty": kt.say("tree_editor.empty"),
        "one": kt.say("tree_editor.one"),
        "loose": kt.say("tree_editor.loose"),
        "gone": kt.say("tree_editor.gone", names="{names}"),
        "copied_gone": kt.say("tree_editor.copied_gone"),
        "broken": kt.say("tree_editor.broken"),
        "again": kt.say("tree_editor.again"),
    }


def _keys() -> Mapping[str, str]:
    return {
        "key:arrows": kt.say("tree_editor.key_arrows"),
        "key:enter": kt.say("tree_editor.key_enter"),
        "key:shift enter": kt.say("tree_editor.key_more"),
        "key:Ctrl A": kt.say("tree_editor.key_all"),
        "key:shift drag": kt.say("tree_editor.key_area"),
        "key:Alt arrows": kt.say("tree_editor.key_move"),
        "key:E": kt.say("tree_editor.key_edges"),
        "key:A": kt.say("tree_editor.key_add"),
        "key:double": kt.say("tree_editor.key_pointer"),
        "key:L": kt.say("tree_editor.key_link"),
        "key:F2": kt.say("tree_editor.key_rename"),
        "key:delete": kt.say("tree_editor.key_remove"),
        "key:C": kt.say("tree_editor.key_fold"),
        "key:/": kt.say("tree_editor.key_find"),
        "key:Ctrl C V": kt.say("tree_editor.key_copy"),
        "key:Ctrl Z Y": kt.say("tree_editor.key_undo"),
        "key:+ - 0": kt.say("tree_editor.key_zoom"),
        "key:F": kt.say("tree_editor.key_full"),
        "key:Esc": kt.say("tree_editor.key_leave"),
        "name:arrows": kt.say("tree_editor.name_arrows"),
        "name:enter": kt.say("tree_editor.name_enter"),
        "name:shift": kt.say("tree_editor.name_shift"),
        "name:delete": kt.say("tree_editor.name_delete"),
        "name:drag": kt.say("tree_editor.name_drag"),
        "name:double": kt.say("tree_editor.name_double"),
    }
