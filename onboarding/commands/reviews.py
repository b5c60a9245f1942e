"""``reviews list|show|same|new|link|certain``: rows of lists that only a person may decide about."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from onboarding.commands.common import say, say_json, services
from onboarding.commands.options import BIGGEST, Db, Json, Lang
from onboarding.i18n import tr

if TYPE_CHECKING:
    from onboarding.services.reviews import Decided, Review, Side

ReviewId = Annotated[int, typer.Argument(min=1, max=BIGGEST, help=tr("review.arg.id"), metavar="ID")]
LeadId = Annotated[int, typer.Option("--lead", min=1, max=BIGGEST, help=tr("review.opt.lead"), metavar="N")]
RunId = Annotated[
    int | None, typer.Option("--run", min=1, max=BIGGEST, help=tr("review.opt.run"), metavar="RUN", show_default=False)
]


def add(app: typer.Typer) -> None:
    """Hang the commands on the root."""
    group = typer.Typer(name="reviews", help=tr("review.cmd.group"), rich_markup_mode=None, no_args_is_help=True)
    group.command("list", help=tr("review.cmd.list"))(list_rows)
    group.command("show", help=tr("review.cmd.show"))(show_row)
    group.command("same", help=tr("review.cmd.same"))(same)
    group.command("new", help=tr("review.cmd.new"))(new)
    group.command("link", help=tr("review.cmd.link"))(link)
    group.command("certain", help=tr("review.cmd.certain"))(certain)
    app.add_typer(group)


def list_rows(run: RunId = None, db: Db = None, lang: Lang = "", as_json: Json = False) -> None:
    """Every row that waits."""
    house = services(db, lang, door="reviews list")
    rows = house.reviews.rows(house.reviews.ids(run=run))
    if as_json:
        say_json([row._asdict() for row in rows])
        return
    if not rows:
        say(tr("review.none"))
    for row in rows:
        say(f"{row.id:>6}  {row.points:>4}  {row.name}  ({row.file} : {row.line})")


def show_row(review_id: ReviewId, db: Db = None, lang: Lang = "", as_json: Json = False) -> None:
    """One row beside the leads that it may be."""
    from functools import partial

    from onboarding.import_words import code_sentence
    from onboarding.wording import field_label, value_text

    house = services(db, lang, door="reviews show")
    view = house.reviews.view(review_id)
    if as_json:
        say_json({**_document(view.review), "candidates": [_candidate(side) for side in view.sides]})
        return
    worded = partial(value_text, districts=house.office.districts)
    say(f"{view.review.name}  ({view.review.file} : {view.review.line})")
    for side in view.sides:
        like = side.doubtful.likeness
        say(
            tr("review.head", id=side.lead.id, place=view.sides.index(side) + 1, of=len(view.sides), points=like.points)
        )
        say("  " + " · ".join(f"{code_sentence(code)} {points:+d}" for code, points in like.why))
        for field, value in view.review.values.items():
            theirs = getattr(side.lead, field)
            sign = "=" if theirs == value else "+" if theirs is None else "≠"
            say(f"  {sign} {field_label(field)}: {worded(field, value)} | {worded(field, theirs)}")


def same(
    review_id: ReviewId,
    lead: LeadId,
    take: Annotated[
        list[str] | None, typer.Option("--take", help=tr("review.opt.take"), metavar="FIELD", show_default=False)
    ] = None,
    db: Db = None,
    lang: Lang = "",
    as_json: Json = False,
) -> None:
    """The row is that lead: blanks are filled, fields of ``--take`` overwritten."""
    house = services(db, lang, door="reviews same")
    _say(house.reviews.same(review_id, lead, take=take or ()), as_json)


def new(review_id: ReviewId, db: Db = None, lang: Lang = "", as_json: Json = False) -> None:
    """The row is none of its candidates: a new lead is made of it."""
    _say(services(db, lang, door="reviews new").reviews.new(review_id), as_json)


def link(review_id: ReviewId, lead: LeadId, db: Db = None, lang: Lang = "", as_json: Json = False) -> None:
    """Both are kept and linked."""
    _say(services(db, lang, door="reviews link").reviews.link(review_id, lead), as_json)


def certain(run: RunId = None, db: Db = None, lang: Lang = "", as_json: Json = False) -> None:
    """All that are certain and free of conflict, in one change."""
    done = services(db, lang, door="reviews certain").reviews.accept_certain(run=run)
    if as_json:
        say_json(done._asdict())
    else:
        say(tr("review.accepted", done=done.done, left=done.left))


def _say(done: Decided, as_json: bool) -> None:
    if as_json:
        say_json(done._asdict())
    elif done.lead is not None:
        say(tr("review.made" if done.is_new else "review.same", id=done.lead))


def _document(review: Review) -> dict[str, Any]:
    document = asdict(review)
    document["candidates"] = []
    return document


def _candidate(side: Side) -> dict[str, Any]:
    like = side.doubtful.likeness
    return {
        "lead": side.lead.id, "name": side.lead.name, "points": like.points, "why": dict(like.why),
        "fills": sorted(side.adds.fields), "conflicts": list(side.adds.conflicts),
    }  # fmt: skip
