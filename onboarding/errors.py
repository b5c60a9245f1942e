"""The errors that a person is meant to read. Imports nothing; every layer may raise them.

An error carries the id of a sentence in the catalogue and the values for it, never the sentence itself: the edge that
shows it (a command, a screen) picks the language. Values must not be a PAN, a mobile number or an e-mail address.
"""

from __future__ import annotations


class OnboardingError(Exception):
    """Something expected went wrong; the sentence says what, where, and what to do now."""

    exit_code = 1
    """What the process returns when the error ends a command."""

    def __init__(self, sentence: str, /, **values: object) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        """Id in the catalogue."""
        self.values = values
        """Values for the sentence's placeholders."""


class Refused(OnboardingError):
    """A rule forbids it (a stage move, an invalid number); nothing was changed."""


class KnownFirm(Refused):
    """The firm is in the book already, proved by a certain key; nothing was added."""

    def __init__(self, lead_id: int) -> None:
        super().__init__("lead.known_already", id=lead_id)
        self.lead_id = lead_id


class NotFound(OnboardingError):
    """No record, file or run with that id."""


class Merged(NotFound):
    """The lead of that number went into another one."""

    def __init__(self, sentence: str, /, *, into: int, **values: object) -> None:
        super().__init__(sentence, into=into, **values)
        self.into = into
        """The lead that has its firm now."""


class DatabaseUnusable(OnboardingError):
    """The database cannot be opened or written: newer, damaged, read-only, no space. Nothing was changed."""


class Busy(DatabaseUnusable):
    """Another process holds the writer lock for too long."""


class FileUnreadable(OnboardingError):
    """An outsider's file cannot be read; the sentence names the place in it where there is one."""


class RemoteFailed(OnboardingError):
    """Another office's server cannot be reached or does not answer as it should; what was fetched before is kept."""

    def __init__(self, sentence: str, /, *, again: bool = False, after: float | None = None, **values: object) -> None:
        super().__init__(sentence, **values)
        self.again = again
        """Whether asking once more may help."""
        self.after = after
        """Seconds that the server wants us to wait before that; None: it did not say."""


class Stopped(OnboardingError):
    """The person cancelled the work; nothing of it was kept."""

    exit_code = 130


class StaleEdit(OnboardingError):
    """Another person changed the same field since the form was opened; nothing was written.

    ``conflicts`` names each field with the value the form had seen, theirs, who wrote it and when, and ours.
    """

    def __init__(self, sentence: str, conflicts: tuple[FieldConflict, ...], **values: object) -> None:
        super().__init__(sentence, **values)
        self.conflicts = conflicts


class FieldConflict:
    """One field that two people changed."""

    __slots__ = ("field", "mine", "seen", "theirs", "when", "who")

    def __init__(self, *, field: str, seen: object, theirs: object, mine: object, who: str, when: str) -> None:
        self.field = field
        self.seen = seen
        self.theirs = theirs
        self.mine = mine
        self.who = who
        self.when = when
