"""A list with Hindi names beside a ruler column, as a program. Run by test_hindi_width."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from onboarding.terminal import HindiWidth, hindi_width, prepare

NAMES = (
    "Balaji Traders",
    "श्री बालाजी ट्रेडर्स",
    "की की की की",
    "मै० कृष्णा एण्टरप्राइजेज, बाराबंकी",
    "दुर्गा स्वयं सहायता समूह",
    "क\u094d\u200dष",
    "हिन्दी में बहुत लम्बा नाम जो स्तम्भ से आगे निकल जाता है और कट जाता है",
)


class Source:
    def fetch(self, ids: Sequence[int], /) -> list[tuple[str, str]]:
        return [(NAMES[item], "│ruler") for item in ids]


def main() -> None:
    found: HindiWidth = hindi_width() if "unpatched" in sys.argv else prepare()

    from textual.app import App, ComposeResult

    from onboarding.widgets.columns import Column
    from onboarding.widgets.record_table import RecordTable

    class Listing(App[None]):
        def compose(self) -> ComposeResult:
            columns = (
                Column("name", "widgets.conflict-mine", 36),
                Column("ruler", "widgets.conflict-blank", 10),
            )
            self.table = RecordTable(columns, Source())
            yield self.table

        def on_mount(self) -> None:
            self.table.set_ids(range(len(NAMES)))

    Listing().run()
    print(f"{found.cells} {found.source} {os.get_terminal_size().columns}")


if __name__ == "__main__":
    main()
