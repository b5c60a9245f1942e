"""Names that broke a screen, a terminal, a spreadsheet or a query, for every test of a name."""

from __future__ import annotations

from typing import Final

MARKUP: Final = (
    "[/b] Traders",
    "ABC [Regd] Traders",
    "Foo [/ Ltd",
    "[@click=app.bell]hit[/]",
    "[@click=app.quit]hit[/]",
    "M/s ABC [Pvt] Ltd [1]",
    "[/]",
    "[red]rot[/red] $name",
    "[link=file:///etc/passwd]x[/link]",
    "back\\slash [b",
)
TERMINAL: Final = (
    "clear\x1b[2Jed",
    "title\x1b]0;owned\x07",
    "clip\x1b]52;c;b3duZWQ=\x07",
    "ask\x1b[6n",
    "alt\x1b[?1049l",
    "dcs\x1bPq\x1b\\",
    "c1\x9b2J\x9d0;x\x9c",
    "nul\x00so\x0esi\x0f",
    "bell\x07back\x08\x08\x08",
    "line\nbreak\r\ntab\there",
    "delete\x7f",
)
BIDI: Final = (
    "evil\u202egnp.exe",
    "iso\u2066late\u2069",
    "zero\u200bwidth\ufeff",
    "line\u2028sep\u2029",
    "lone\ud800surrogate",
)
FORMULAS: Final = (
    "=1+1",
    "+SUM(A1)",
    "-2+3",
    "@import",
    "=cmd|' /C calc'!A0",
    "\t=1+1",
    "＝1+1",
    "|pipe",
    "%percent",
)
SQL: Final = (
    "Robert'); DROP TABLE leads;--",
    'quo"te',
    "100% _ LIKE",
    'NEAR("x" AND',
    "{name} {0} %s",
)
WIDE: Final = (
    "श्री बालाजी ट्रेडर्स",
    "मै० कृष्णा एण्टरप्राइजेज",
    "क\u094d\u200dष जोड़",
    "की" * 200,
    "x" * 10_000,
    "e" + "\u0301" * 3_000,
    "日本商事",
    "👨\u200d👩\u200d👧 family",
    "",
    "   ",
)
HOSTILE: Final = (*MARKUP, *TERMINAL, *BIDI, *FORMULAS, *SQL, *WIDE)

ACTING: Final = frozenset({*map(chr, range(0x20)), "\x7f", *map(chr, range(0x80, 0xA0))}) - {"\n"}
"""May never reach a terminal from a value; ``\\n`` parts the lines of a captured screen."""
