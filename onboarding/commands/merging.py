"""``merge`` and ``unmerge``: two leads of one firm into one, and two again."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from onboarding.commands.common import say, say_json, services
from onboarding.commands.options import BIGGEST, Db, Json, Lang
from onboarding.i18n import tr

if TYPE_CHECKING:
    from onboarding.services.context import Services
    from onboarding.services.merging import Compared, MergePreview

Number = Annotated[int, typer.Argument(min=1, max=BIGGEST, help=tr("merge.arg.kept"), metavar="KEPT")]


def add(app: typer.Typer) -> None:
    """Hang the commands on the root."""
    app.command("merge", help=tr("merge.cmd.merge"))(merge)
    app.command("unmerge", help=tr("merge.cmd.unmerge"))(unmerge)


def alike(
    lead_id: Annotated[int, typer.Argument(min=1, max=BIGGEST, help=tr("seller_cmd.arg.id"), metavar="ID")],
    db: Db = None,
    lang: Lang = "",
    as_json: Json = False,
) -> None:
    """Leads that may be the same firm."""
    from onboarding.import_words import code_sentence
    from onboarding.wording import lead_name

    house = services(db, lang, door="lead alike")
    found = house.merging.alike(house.sellers.get(lead_id).id)
    if as_json:
        say_json(
            [
                {
                    "lead": one.lead.id,
                    "name": one.lead.name,
                    "points": one.likeness.points,
                    "why": dict(one.likeness.why),
                }
                for one in found
            ]
        )
        return
    if not found:
        say(tr("merge.none_alike", id=lead_id))
    for one in found:
        why = " · ".join(f"{code_sentence(code)} {points:+d}" for code, points in one.likeness.why)
        say(f"#{one.lead.id:<8} {one.likeness.points:>4}  {lead_name(one.lead)}  ({why})")


def merge(  # noqa: PLR0913 - each is an option
    kept: Number,
    gone: Annotated[int, typer.Argument(min=1, max=BIGGEST, help=tr("merge.arg.gone"), metavar="GONE")],
    take: Annotated[
        list[str] | None, typer.Option("--take", help=tr("merge.opt.take"), metavar="FIELD", show_default=False)
    ] = None,
    reason: Annotated[str, typer.Option("--reason", help=tr("merge.opt.reason"), show_default=False)] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help=tr("merge.opt.dry_run"))] = False,
    db: Db = None,
    lang: Lang = "",
    as_json: Json = False,
) -> None:
    """Merge the second lead into the first."""
    house = services(db, lang, door="merge")
    fields = [_FIELD.get(name, name) for name in take or ()]
    preview = house.merging.preview(kept, gone, take=fields)
    if not dry_run:
        house.merging.merge(kept, gone, take=fields, reason=reason)
    if as_json:
        say_json(_document(preview, merged=not dry_run))
        return
    _say_preview(house, preview)
    values = {"id": gone, "name": preview.gone.name, "into": kept, "kept": preview.kept.name}
    say(tr("merge.would" if dry_run else "merge.done", **values))


_FIELD = {"district": "district_code", "next": "next_on", "desk": "desk_id", "mse": "mse_status"}
"""Shorter names of fields, as other commands take them."""


def unmerge(
    lead_id: Annotated[int, typer.Argument(min=1, max=BIGGEST, help=tr("merge.arg.unmerge"), metavar="ID")],
    db: Db = None,
    lang: Lang = "",
    as_json: Json = False,
) -> None:
    """Make two leads of one again."""
    from onboarding.merge_words import separated_text

    found = services(db, lang, door="unmerge").merging.unmerge(lead_id)
    if not as_json:
        say(separated_text(found))
        return
    kept = [{"table": table, "id": row_id, "fields": list(fields)} for table, row_id, fields in found.undone.kept]
    say_json(
        {
            "kept": found.merge.lead_id,
            "gone": found.merge.gone_id,
            "rows": found.undone.rows,
            "changed_since": kept,
            "entered_since": found.stayed,
        }
    )


def _document(preview: MergePreview, *, merged: bool) -> dict[str, Any]:
    return {
        "kept": preview.kept.id,
        "gone": preview.gone.id,
        "merged": merged,
        "fields": [asdict(row) for row in preview.rows],
        "persons": list(preview.persons),
        "rows": {name: {"kept": one, "gone": other} for name, (one, other) in preview.belongings.items()},
    }


def _say_preview(house: Services, preview: MergePreview) -> None:
    """The fields in which anything happens or the two differ, each on one line."""
    for row in preview.rows:
        if row.state not in ("blank", "same", "kept"):
            say(_line(house, row))
    for person in preview.persons:
        say("+ " + " · ".join(filter(None, (person["name"], person["mobile"], person["email"]))))


def _line(house: Services, row: Compared) -> str:
    from onboarding.merge_words import SIGNS, state_text
    from onboarding.wording import field_label, value_text

    districts = house.office.districts
    staff = {member.id: member.name for member in house.office.staff()} if row.field == "desk_id" else None
    kept, gone, result = (
        value_text(row.field, value, districts=districts, staff=staff).replace("\n", " / ")
        for value in (row.kept, row.gone, row.result)
    )
    return f"{SIGNS[row.state]} {field_label(row.field)}: {kept} | {gone} → {result}  ({state_text(row)})"
