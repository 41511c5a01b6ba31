"""Who may do what with a plan: roles, actions, and the table between them.

A role may do what the one before it may, and more: view < comment < edit < own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, get_args

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Role = Literal["view", "comment", "edit", "own"]
Action = Literal[
    "look",
    "propose",
    "comment",
    "vouch",
    "edit",
    "take_over",
    "share",
    "archive",
    "delete",
    "erase",
]
ROLES: Final[tuple[Role, ...]] = get_args(Role)
"""The roles, the one that may least first."""
ACTIONS: Final[tuple[Action, ...]] = get_args(Action)

_LEAST: Final[Mapping[Action, Role]] = {
    "look": "view",
    "propose": "view",
    "comment": "comment",
    # One's own opinion on a link and one's own signature: leaders come with such a link.
    "vouch": "comment",
    "edit": "edit",
    "take_over": "own",
    "share": "own",
    "archive": "own",
    "delete": "own",
    "erase": "own",
}


def allowed(role: Role | None, action: Action) -> bool:
    """Whether somebody of this role (None: of no role) may do this.

    >>> allowed("comment", "edit"), allowed("own", "edit"), allowed(None, "look")
    (False, True, False)
    """
    return role is not None and ROLES.index(role) >= ROLES.index(_LEAST[action])


def best(roles: Iterable[Role]) -> Role | None:
    """The role that may most; None where there is none.

    >>> best(["comment", "view"])
    'comment'
    """
    return max(roles, key=ROLES.index, default=None)
