"""From where a workspace is used: with whose credentials, and what these allow.

On one's own machine everything is allowed. A hosted workspace is closed: what a visitor may do is
looked up in the same transaction that reads or writes, each time anew.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, Literal, TypeVar

from pydantic import TypeAdapter, ValidationError

from kpi_tree.errors import BadArgument, EditRefused, NotAllowed, Problem
from kpi_tree.plan.words import NAME_LENGTH, TEXT_LENGTH, Name, Text
from kpi_tree.rights import Action, allowed
from kpi_tree.store.keeping import no_such_plan, present
from kpi_tree.store.log import Signed
from kpi_tree.store.people import seen, used
from kpi_tree.store.standing import Caller, Standing, hashed, standing
from kpi_tree.workspace.tries import Tries

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

    from kpi_tree.store import Store
    from kpi_tree.store.hub import ChangeKind

Founders = Literal["anyone", "known", "nobody"]
Result = TypeVar("Result")
_AUTHOR: Final[TypeAdapter[str]] = TypeAdapter(Name)
_WORDS: Final[TypeAdapter[str]] = TypeAdapter(Text)
_SEEN_EVERY: Final = timedelta(minutes=1)
_OWNER: Final = Standing(role="own")


@dataclass(frozen=True)
class Visitor:
    """Who asks.

    Attributes:
        token: the value of the cookie that makes them known; the store keeps its hash alone.
        name: what they call themselves.
        identity: whom the host's log-in vouches for now, such as an e-mail address.
        address: from where they ask.
    """

    token: str = field(default="", repr=False)
    name: str = ""
    identity: str = ""
    address: str = ""

    @property
    def caller(self) -> Caller:
        """As the store knows them; letters that could be taken for others make nobody known."""
        identity = self.identity.strip()
        return Caller(hashed(self.token), identity.lower() if identity.isascii() else "")


def new_token() -> str:
    """A token that nobody guesses."""
    return secrets.token_urlsafe(32)


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class House:
    """What holds for all who use a workspace.

    Attributes:
        closed: whether rights count.
        founders: who may begin plans where they do.
        clock: the present time.
        tries: the wrong tries of an address; `codes` those of all together at room codes.
    """

    closed: bool = False
    founders: Founders = "anyone"
    clock: Callable[[], datetime] = _now
    tries: Tries = field(default_factory=Tries)
    codes: Tries = field(default_factory=lambda: Tries(200))


@dataclass(frozen=True)
class Seat:
    """A store, seen with somebody's credentials.

    Attributes:
        store: where the plans are.
        house: the rules that hold for all.
        visitor: who asks.
        looked_at: the plan that is only looked at from here, whatever whoever asks may do.
    """

    store: Store
    house: House
    visitor: Visitor | None = None
    looked_at: str = ""

    @property
    def caller(self) -> Caller:
        """As the store knows whoever asks."""
        return self.visitor.caller if self.visitor else Caller()

    def now(self) -> datetime:
        """The present time."""
        return self.house.clock()

    def standing(self, connection: Connection, plan_id: str) -> Standing:
        """What whoever asks is on a plan."""
        if not self.house.closed:
            return _OWNER
        return standing(connection, plan_id, caller=self.caller, now=self.now())

    def check(self, connection: Connection, plan_id: str, action: Action) -> Standing:
        """Refuse who may not do this with a plan; where there is no right, there is no plan.

        Raises:
            BadArgument: they have never had any right to it.
            NotAllowed: they may not do this, or not any more.
        """
        self._pass(plan_id, action)
        found = self.standing(connection, plan_id)
        if found.role is None:
            raise NotAllowed([Problem(found.reason)]) if found.reason else no_such_plan(plan_id)
        if not allowed(found.role, action):
            raise NotAllowed([Problem("role_too_small")])
        self._note(found)
        return found

    def gate(self, plan_id: str, action: Action = "look") -> Callable[[Connection], Standing]:
        """`check`, for whoever holds the connection later."""
        return lambda connection: self.check(connection, plan_id, action)

    def signer(self, plan_id: str, action: Action, *, by: str) -> Callable[[Connection], Signed]:
        """Who signs what is done to a plan, once they were found to have the right.

        Raises:
            EditRefused: a name is needed and there is none.
        """
        self._pass(plan_id, action)
        if not self.house.closed:
            author = Signed(author_of(by))
            return lambda _: author

        def sign(connection: Connection) -> Signed:
            found = self.check(connection, plan_id, action)
            if not found.name:
                raise NotAllowed([Problem("name_needed")])
            return Signed(found.name, found.person)

        return sign

    def me(self, connection: Connection, plan_id: str, *, by: str = "") -> Signed:
        """Who asks, as their deeds on a plan are marked."""
        if not self.house.closed:
            return Signed(by.strip())
        found = self.standing(connection, plan_id)
        return Signed(found.name, found.person)

    def read(
        self, plan_id: str, ask: Callable[[Connection], Result], *, action: Action = "look"
    ) -> Result:
        """What a question about a plan yields, if whoever asks may ask it.

        Raises:
            BadArgument: there is no such plan.
            NotAllowed: whoever asks may not.
        """
        with self.store.connection(self.gate(plan_id, action)) as connection:
            present(connection, plan_id)
            return ask(connection)

    def write(
        self,
        plan_id: str,
        action: Action,
        job: Callable[[Connection, Signed], Result],
        *,
        by: str,
        kind: ChangeKind,
    ) -> Result:
        """Do something around a plan, if whoever asks may, with the plan's row locked.

        Raises:
            BadArgument: there is no such plan.
            NotAllowed: whoever asks may not.
            StoreError: it cannot be kept.
        """
        sign = self.signer(plan_id, action, by=by)

        def done(connection: Connection) -> Result:
            present(connection, plan_id, lock=True)
            result = job(connection, sign(connection))
            self.store.happened(connection, plan_id, kind)
            return result

        return self.store.write(done)

    def bars(self, plan_id: str, action: Action) -> bool:
        """Whether a plan is only looked at from here, and this would be more."""
        return plan_id == self.looked_at and action != "look"

    def _pass(self, plan_id: str, action: Action) -> None:
        if self.bars(plan_id, action):
            raise NotAllowed([Problem("looking_back")])

    def _note(self, found: Standing) -> None:
        """Keep that somebody was here, to the minute."""
        now = self.now()
        if not found.person or (found.seen_at and now - found.seen_at < _SEEN_EVERY):
            return

        def keep(connection: Connection) -> None:
            seen(connection, found.person, now=now)
            used(connection, list(found.used), now=now)

        self.store.write_later(keep)


def author_of(name: str) -> str:
    """The name under which something is kept.

    Raises:
        EditRefused: it is none.
    """
    try:
        valid = _AUTHOR.validate_python(name).strip()
    except ValidationError:
        valid = ""
    if not valid:
        raise EditRefused([Problem("author_missing")])
    return valid


def words_of(text: str, *, needed: bool = True) -> str:
    """What somebody has written, fit to be kept.

    Raises:
        EditRefused: it is empty, too long, or holds marks that cannot be seen.
    """
    return _checked(_WORDS, text, TEXT_LENGTH, needed=needed)


def name_of(text: str, *, needed: bool = True) -> str:
    """A name that somebody gives to something, fit to be kept.

    Raises:
        EditRefused: it is empty, too long, or holds marks that cannot be seen.
    """
    return _checked(_AUTHOR, text, NAME_LENGTH, needed=needed)


def _checked(kind: TypeAdapter[str], text: str, limit: int, *, needed: bool) -> str:
    try:
        valid = kind.validate_python(text).strip()
    except ValidationError as error:
        first: Any = error.errors()[0]
        values = {"limit": limit, "length": len(str(text))} | first.get("ctx", {})
        raise EditRefused([Problem(first["type"], values=values)]) from error
    if needed and not valid:
        raise EditRefused([Problem("text_missing")])
    return valid


def command_of(command: str | None) -> str:
    """The id of a command: the one that was given, else a new one.

    Raises:
        BadArgument: it cannot be kept.
    """
    if command is not None and not 0 < len(command) <= _COMMAND_LENGTH:
        raise BadArgument([Problem("bad_command", values={"limit": _COMMAND_LENGTH})])
    return command or secrets.token_hex(16)


_COMMAND_LENGTH: Final = 100
