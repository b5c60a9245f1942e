"""Small lists as offices send them, written for one test, and what is left of an import in the tables."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onboarding.services.context import Services
from onboarding.services.imports import ImportResult, Outcome

if TYPE_CHECKING:
    from onboarding.services.imports import AnyPlan

DATA = Path(__file__).parents[1] / "data"
HEAD = ("Name of Unit", "Owner", "District", "Mobile", "Email", "GSTIN", "PAN", "Udyam No")
LOGS = frozenset(
    (
        "change",
        "change_row",
        "change_range",
        "import_batch",
        "import_layout",
        "import_row",
        "sqlite_sequence",
        "_sqlite_migrations",
    )
)
"""Tables that only grow."""
BOOKKEEPING = frozenset({"version", "updated_at", "updated_by"})


def a_list(folder: Path, *rows: Sequence[str], name: str = "list.csv", head: Sequence[str] = HEAD) -> Path:
    """A CSV with these rows under ``head``; short rows are filled up."""
    path = folder / name
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(head)
        writer.writerows([*row, *("" for _ in range(len(head) - len(row)))] for row in rows)
    return path


def take_over(services: Services, path: Path, kind: str | None = None) -> tuple[ImportResult, list[Outcome]]:
    """Import a list; what was written, and what became of each row."""
    with services.imports.plan(path, kind=kind) as plan:
        result = services.imports.commit(plan)
        return result, list(plan.outcomes(result.first_lead))


def verdicts(plan: AnyPlan) -> list[str]:
    """Of every row, in file order."""
    return [one.verdict for one in plan.outcomes()]


def tables(services: Services) -> dict[str, list[tuple[Any, ...]]]:
    """The content of every table but the logs, without the counters of changes; search rows by what they find."""
    found = {}
    with services.database.read() as connection:
        names = [
            name
            for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            if name not in LOGS
            and not name.startswith(("sqlite_", "lead_words_", "lead_codes_", "office_words_", "prospect_words_"))
        ]
        for name in names:
            columns = [row[1] for row in connection.execute(f"PRAGMA table_info({name})") if row[1] not in BOOKKEEPING]
            if name in ("lead_words", "lead_codes", "office_words", "prospect_words"):
                columns = ["rowid", *columns]
            where = " WHERE n <> 0" if name == "lead_tally" else ""
            rows = connection.execute(f"SELECT {', '.join(columns)} FROM {name}{where}").fetchall()
            found[name] = sorted(rows, key=repr)
    return found
