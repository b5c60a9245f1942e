"""The root of the command line, and the one place where errors become sentences and exit codes.

0 done · 1 refused or failed, with a sentence · 2 wrong usage · 70 a fault of ours, with its reference. No traceback reaches a user.
"""

from __future__ import annotations

import errno
import os
import sys

from onboarding import __version__
from onboarding.errors import OnboardingError
from onboarding.i18n import set_language, tr
from onboarding.usage import is_usage_error, usage_text

_NO_SPACE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def _language_of(arguments: list[str]) -> str:
    """The language for help texts, which are made before any option is parsed."""
    for place, word in enumerate(arguments):
        if word == "--lang" and place + 1 < len(arguments):
            return arguments[place + 1]
        if word.startswith("--lang="):
            return word.removeprefix("--lang=")
    return os.environ.get("ONBOARDING_LANG", "")


def main() -> None:
    """The console script ``onboarding``."""
    if sys.argv[1:] == ["--version"]:
        sys.stdout.write(__version__ + "\n")
        return
    set_language(_language_of(sys.argv[1:]))
    for stream in (sys.stdout, sys.stderr):
        # A terminal that says it is ASCII still gets Hindi; a lone surrogate is no reason to fail.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    sys.exit(_guarded())


def _run(arguments: list[str]) -> object:
    if not arguments:
        from onboarding.commands import tui  # without typer, which takes 25 ms of the 190 to the first screen

        tui.run(None, "")
        return 0
    from onboarding.commands import table

    return table.build()(standalone_mode=False)


def _guarded() -> int:
    try:
        outcome = _run(sys.argv[1:])
        sys.stdout.flush()  # here, where it can still be told, and not when the interpreter ends
        if outcome == 130:  # typer makes this of Ctrl+C, without a word
            raise KeyboardInterrupt
        return outcome if isinstance(outcome, int) else 0
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 1 if end.code else 0
    except OnboardingError as error:
        sys.stderr.write(sentence_of(error) + "\n")
        return error.exit_code
    except KeyboardInterrupt:
        sys.stderr.write(tr("cli.stopped") + "\n")
        return 130
    except BrokenPipeError:  # whoever read has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:
        if is_usage_error(error):
            sys.stderr.write("\n".join(map(_harmless, usage_text(error).split("\n"))) + "\n")
            return 2
        if isinstance(error, OSError) and error.errno in _NO_SPACE:
            sys.stderr.write(tr("cli.no_space") + "\n")
            return 1
        from onboarding import faults, locations

        reference = faults.record(error, locations.find().log)
        sys.stderr.write(tr("cli.fault", reference=reference) + "\n")
        return 70


def sentence_of(error: OnboardingError) -> str:
    """The error's sentence in the language of now, unable to steer the terminal."""
    return _harmless(tr(error.sentence, **error.values))


def _harmless(text: str) -> str:
    from onboarding.domain.text import SCREEN_TABLE

    return text.translate(SCREEN_TABLE)
