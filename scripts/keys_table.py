#!/usr/bin/env python3
"""Write the table of keys into README.md from the table of actions: scripts/keys_table.py. A test compares the two."""

from __future__ import annotations

import sys
from pathlib import Path

from onboarding.actions import ACTIONS, Action, shown_keys
from onboarding.i18n import set_language

README = Path(__file__).resolve().parent.parent / "README.md"
BEGIN, END = "<!-- keys: scripts/keys_table.py -->\n", "<!-- end of keys -->\n"
PLACES = {
    "global": "everywhere", "table": "in lists", "list": "sellers", "record": "a record", "today": "Today", "progress": "Progress",
    "import": "an import", "prospects": "prospects", "reconcile": "reconciliation", "review": "review", "log": "who did what",
    "entry": "an entry of the log", "settings": "settings", "merge": "two leads side by side",
    "conflict": "when two changed the same field", "welcome": "welcome",
    "columns": "columns of an import", "spellings": "unknown districts", "run": "rows of an import",
}  # fmt: skip


def table() -> str:
    """Every action that has a key, in the order of the help, as a Markdown table."""
    wanted = sorted((item for item in ACTIONS if item.keys), key=lambda item: (_place(item), item.priority))
    words = {language: _labels(wanted, language) for language in ("en", "hi")}
    lines = ["| keys | what | हिन्दी | where |", "| --- | --- | --- | --- |"]
    for item in wanted:
        keys = " ".join(f"`{key}`" for key in shown_keys(item)).replace("|", "\\|")
        where = ", ".join(PLACES.get(scope, scope) for scope in item.scopes) if len(item.scopes) < 5 else "everywhere"
        lines.append(f"| {keys} | {words['en'][item.id]} | {words['hi'][item.id]} | {where} |")
    return "\n".join(lines) + "\n"


def _place(item: Action) -> int:
    known = [list(PLACES).index(scope) for scope in item.scopes if scope in PLACES]
    return min(known, default=len(PLACES)) if len(item.scopes) < 5 else 0


def _labels(items: list[Action], language: str) -> dict[str, str]:
    set_language(language)
    try:
        return {item.id: item.label for item in items}
    finally:
        set_language("en")


def with_table(text: str) -> str:
    """The README's text with the table of now between its two marks."""
    head, _, rest = text.partition(BEGIN)
    _, _, tail = rest.partition(END)
    return f"{head}{BEGIN}{table()}{END}{tail}"


def main() -> int:
    README.write_text(with_table(README.read_text(encoding="utf-8")), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
