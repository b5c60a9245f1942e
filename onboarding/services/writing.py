"""The write path: the only way in which anything is changed, whatever door it came in by.

A service checks its rules, then opens ``WritePath.change`` and works on the ChangeSet it is given; the rows, the derived rows
and the journal entry are committed together or not at all. Undo and redo are changes like any other.

The journal is imported when something is written (it brings the search index along, 20 ms): who only reads does not pay.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onboarding.db.connection import Database, Held
from onboarding.errors import Refused
from onboarding.services.clock import Clock

if TYPE_CHECKING:
    from onboarding.db.changes import ChangeEntry
    from onboarding.db.journal import ChangeSet
    from onboarding.db.undoing import Undone


@dataclass(frozen=True, slots=True)
class Actor:
    """The person at the keyboard."""

    id: int
    login: str
    name: str
    language: str = "en"


@dataclass(slots=True)
class WritePath:
    """Opens change sets for one person."""

    database: Database
    clock: Clock
    actor: Actor
    door: str = "command"
    """Where the person works now: the name of a screen or command. Set by the front end."""
    waiting: Callable[[str, str], None] | None = None
    """Told (who, since) when a save waits longer than half a second."""

    @contextmanager
    def change(
        self,
        verb: str,
        *,
        subject: str = "",
        reason: str = "",
        undoes: int | None = None,
        cancelled: Callable[[], bool] | None = None,
        on: Held | None = None,
    ) -> Iterator[ChangeSet]:
        """One change: everything done with the ChangeSet, or nothing. Blocks; call it in a worker thread.

        Args:
            verb: What is done, a word of the catalogue (``verb.<verb>``).
            subject: What it is done to, for the log and the undo message.
            reason: Why, where the rule wants one.
            undoes: The entry that this one takes back.
            cancelled: Asked while waiting for the writer queue.
            on: A connection that is held open for several changes; without it one of its own.
        """
        from onboarding.db.journal import ChangeSet, Signature

        local = self.clock.local()
        offset = local.utcoffset()
        signature = Signature(
            staff_id=self.actor.id,
            verb=verb,
            door=self.door,
            at=self.clock.now(),
            offset_min=int(offset.total_seconds() // 60) if offset else 0,
            subject=subject,
            reason=reason,
            undoes=undoes,
        )
        with self.database.write(
            who=self.actor.name, what=verb, cancelled=cancelled, waiting=self.waiting, on=on
        ) as connection:
            change = ChangeSet(connection, signature)
            yield change
            change.finish()

    def undo(self) -> tuple[ChangeEntry, Undone]:
        """Take back the person's own last change that still stands, of any size.

        Raises:
            Refused: There is nothing to take back.
        """
        from onboarding.db import changes as journal

        with self.database.read() as connection:
            entry = journal.last_to_undo(connection, self.actor.id)
        if entry is None:
            raise Refused("undo.nothing")
        return entry, self.take_back(entry)

    def redo(self) -> tuple[ChangeEntry, Undone]:
        """Do again what the person's last undo took back, as long as nothing else was done since; with the entry done again.

        Raises:
            Refused: There is nothing to do again.
        """
        from onboarding.db import changes as journal

        with self.database.read() as connection:
            undo = journal.last_to_redo(connection, self.actor.id)
            again = journal.entry(connection, undo.undoes) if undo is not None and undo.undoes is not None else None
        if undo is None:
            raise Refused("redo.nothing")
        return again or undo, self.take_back(undo, verb="redo")

    def take_back(
        self, entry: ChangeEntry, *, verb: str = "undo", cancelled: Callable[[], bool] | None = None
    ) -> Undone:
        """Take back one entry, whoever made it; what was changed since stays and is listed.

        Raises:
            Refused: It has been taken back already; or it separated leads of which one was worked with since.
        """
        from onboarding.db import changes as journal
        from onboarding.services.merging import merge_within
        from onboarding.services.unmerging import take_back

        with self.change(verb, subject=entry.subject, undoes=entry.id, cancelled=cancelled) as change:
            if not journal.still_stands(change.connection, entry.id):
                raise Refused("undo.done_already", id=entry.id)
            number = change.number()
            undone = take_back(change, entry.id, merge_within)
            journal.mark_undone(change.connection, entry, by=number)
            return undone
