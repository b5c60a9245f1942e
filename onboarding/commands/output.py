"""A report into a file: whole or not at all, for the owner's eyes only."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from onboarding.errors import OnboardingError


def write_file(target: Path, text: str) -> None:
    """Write text to a file that appears (or is replaced) only when all of it is on the disk; mode 0600.

    Raises:
        OnboardingError: The folder is missing or not writable, or there is no space; an older file stays as it was.
    """
    passing = target.with_name(f".{secrets.token_hex(8)}.partial")
    try:
        handle = os.open(passing, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(handle, "w", encoding="utf-8", newline="\n", errors="replace") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        os.replace(passing, target)
    except OSError as error:
        passing.unlink(missing_ok=True)
        raise OnboardingError("figures.not_written", path=str(target)) from error
    except BaseException:
        passing.unlink(missing_ok=True)
        raise
