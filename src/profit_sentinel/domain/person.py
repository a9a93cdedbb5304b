"""A person or program that is signed in: whose data it sees and what it may do."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from profit_sentinel.domain.errors import ForbiddenError, WrongUsageError

if TYPE_CHECKING:
    from collections.abc import Collection


class Role(StrEnum):
    """What somebody may do."""

    OWNER = "owner"
    """Everything, in all stores."""
    EXECUTIVE = "executive"
    """Everything but keys and deletion, in all stores."""
    MANAGER = "manager"
    """Upload, delegate and decide in the stores named."""
    VIEWER = "viewer"
    """Look."""


ORGANISATION = re.compile(r"(?!\.+$)[\w .@:+-]{1,200}")
"""What an organisation may be called; its files lie in a folder of that name."""
EVERYWHERE = frozenset({Role.OWNER, Role.EXECUTIVE})


def check_reach(role: Role, stores: Collection[str]) -> None:
    """Refuse stores that do not fit a role.

    Raises:
        WrongUsageError: A manager without stores, or stores for a role that sees all.
    """
    if role is Role.MANAGER and not stores:
        message = "a manager needs the stores it is for"
        raise WrongUsageError(message)
    if role in EVERYWHERE and stores:
        message = f"an {role} sees all stores; leave the stores out or make it a manager"
        raise WrongUsageError(message)


@dataclass(frozen=True)
class Person:
    """Who asks."""

    name: str
    org: str
    role: Role
    stores: frozenset[str] = frozenset()
    """Stores a manager or viewer sees; a viewer with none named sees all."""
    id: str = field(default="", compare=False)
    """Who it is whatever she is called, such as `member:ID`; empty for whoever has none."""

    def sees(self, store: str) -> bool:
        """Whether a store is in sight."""
        return self.scope is None or store in self.scope

    @property
    def scope(self) -> frozenset[str] | None:
        """The stores in sight; None for all of the organisation."""
        if self.role in EVERYWHERE or (self.role is Role.VIEWER and not self.stores):
            return None
        return self.stores

    @property
    def may_change(self) -> bool:
        """Whether the role may do more than look."""
        return self.role is not Role.VIEWER

    def check_store(self, store: str) -> None:
        """Refuse a store out of sight.

        Raises:
            ForbiddenError: Naming the store.
        """
        if not self.sees(store):
            message = f"store {store} is not among your stores"
            raise ForbiddenError(message)

    def check_may_change(self) -> None:
        """Refuse somebody who may only look.

        Raises:
            ForbiddenError: The role may not change anything.
        """
        if not self.may_change:
            message = "a viewer may look and not change anything"
            raise ForbiddenError(message)

    def check_is_owner(self) -> None:
        """Refuse everybody but the owner.

        Raises:
            ForbiddenError: The role is another.
        """
        if self.role is not Role.OWNER:
            message = "only an owner may do this"
            raise ForbiddenError(message)

    def check_everywhere(self) -> None:
        """Refuse somebody who has only some stores in hand.

        Raises:
            ForbiddenError: The role is bound to stores or may only look.
        """
        if self.role not in EVERYWHERE:
            message = "only an owner or executive may do this"
            raise ForbiddenError(message)
