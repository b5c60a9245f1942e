"""A process to kill or to starve: one piece of work of the program, with a line before it begins and one when it has ended.

``command WORDS`` is the program itself. ``run`` is a large import.
The other two have no command: ``migrate`` is a start of a program whose schema is one
ahead, ``bulk`` plans every lead in one change, as the list does with all of them marked.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any


def main() -> int:
    """Run the piece of work that the first word names; the rest are its words."""
    kind, *words = sys.argv[1:]
    limit = os.environ.get("ONBOARDING_ENDURANCE_FSIZE")
    if limit:
        import resource

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # the write fails with an error instead
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), resource.RLIM_INFINITY))
    return {"command": _command, "killed": _killed, "migrate": _migrate, "bulk": _bulk, "run": _run}[kind](words)


def _say(word: str) -> None:
    sys.stdout.write(word + "\n")
    sys.stdout.flush()


def _command(words: list[str]) -> int:
    from onboarding import cli

    sys.argv = ["onboarding", *words]
    try:
        cli.main()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 1
    return 0


def _killed(words: list[str]) -> int:
    # What the command itself imports late is part of its run: only the interpreter's own start is not.
    from onboarding import cli  # noqa: F401

    _say("ready")
    code = _command(words)
    _say("done")
    return code


def _run(words: list[str]) -> int:
    """A large import in chunks, or as the ``first`` list of a book: ready when the file has been read and the writing begins."""
    from onboarding.services import import_runs, import_writing

    kind, *rest = words
    import_writing._MOST = 0 if kind == "first" else 1 << 60

    def then(verb: Callable[..., Any]) -> Callable[..., Any]:
        def said(*values: Any, **named: Any) -> Any:  # noqa: ANN401 - whatever the verb takes
            _say("ready")
            return verb(*values, **named)

        return said

    import_runs.commit, import_runs.resume = then(import_runs.commit), then(import_runs.resume)
    code = _command(rest)
    if code == 0:
        _say("done")
    return code


def _bulk(words: list[str]) -> int:
    from datetime import timedelta

    from onboarding.services.sellers import NextStep
    from scripts.endurance.house import open_house

    services = open_house(Path(words[0]))
    with services.database.read() as connection:
        ids = [row[0] for row in connection.execute("SELECT id FROM lead ORDER BY id")]
    _say("ready")
    services.sellers.plan(ids, NextStep(on=services.clock.today() + timedelta(days=3), what="call back"))
    _say("done")
    return 0


def _migrate(words: list[str]) -> int:
    from scripts.endurance import ahead

    _say("ready")
    ahead.open_ahead(Path(words[0]))
    _say("done")
    return 0


if __name__ == "__main__":
    sys.exit(main())
