"""What stands in the one record that two leads of the same firm become: field by field, and why. Pure.

Nothing that staff wrote is lost: blanks are filled, two remarks are kept both, a number that finds no place goes to a further
person. What differs stays as the kept lead has it unless the other value is taken. Source: importer contract, points 5 and 6;
office practice for stage (never back), next step (the earlier one) and calls (who may not be called by one may not by the other).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from onboarding.domain.mse import CLAIMED, FORMAT_OK, LAPSED, NOT_CHECKED, NOT_MSE, VERIFIED
from onboarding.domain.names import is_devanagari, name_key, owner_key
from onboarding.domain.records import EDITABLE, Lead, Person
from onboarding.domain.stages import RANK, REGISTERED_FROM, is_closed
from onboarding.errors import Refused

State = Literal["blank", "same", "kept", "filled", "differs", "taken", "ruled", "joined"]
"""Of a field: blank in both; same in both; only the kept lead has it; the blank is filled; both have one and the kept lead's
stays; the other one's was chosen; the other one's holds by rule; both are kept."""
CHOOSABLE: tuple[str, ...] = ("stage", "next_on", "mse_status", "desk_id", *EDITABLE)
"""Fields that are compared, in the order shown; for each the other lead's value can be taken."""
_PLACED = frozenset({"mobile", "alt_mobile", "phone", "email"})
_JOINED = frozenset({"remarks", "consent_note"})
_NEXT = ("next_on", "next_at", "next_what", "next_by")
_SURE = {NOT_CHECKED: 0, CLAIMED: 1, FORMAT_OK: 2, NOT_MSE: 3, LAPSED: 3, VERIFIED: 3}


@dataclass(frozen=True, slots=True)
class Compared:
    """One field of both leads and of the record that they become; stored values."""

    field: str
    kept: Any
    gone: Any
    result: Any
    state: State


@dataclass(slots=True)
class OneFirm:
    """What merging two leads does to the one that is kept."""

    rows: list[Compared] = field(default_factory=list)
    fields: dict[str, Any] = field(default_factory=dict)
    """Columns of the kept lead that get another value."""
    persons: list[dict[str, str | None]] = field(default_factory=list)
    """Further people and numbers: name, mobile, email."""
    gone_leads: bool = False
    """The stage and its history are those of the lead that goes."""
    reopens: str | None = None
    """The stage to which a history that was closed is opened again, because the firm has its account."""


def one_firm(
    kept: Lead,
    gone: Lead,
    persons: Collection[Person] = (),
    take: Collection[str] = (),
    *,
    rungs: Mapping[int, str] | None = None,
) -> OneFirm:
    """What ``kept`` holds once ``gone`` went into it.

    Args:
        kept: The lead that stays.
        gone: The lead that goes.
        persons: Further people of either.
        take: Fields for which the value of ``gone`` is wanted.
        rungs: Number of a lead to the last stage on the ladder that it had reached.

    Raises:
        Refused: A field of ``take`` that leads have not.
    """
    unknown = [name for name in take if name not in CHOOSABLE]
    if unknown:
        raise Refused("merge.field_unknown", field=unknown[0])
    wanted = set(take) | ({"mse_status"} if "udyam" in take and gone.udyam else set())
    found = OneFirm()
    _stage(found, kept, gone, wanted, rungs or {})
    _mse(found, kept, gone, wanted)
    if found.fields.get("mse_status") and gone.enterprise_class:
        wanted.add("enterprise_class")  # the class is that of the certificate that was seen
    for name in EDITABLE:
        if name not in _PLACED:
            _field(found, name, kept, gone, wanted)
    _field(found, "desk_id", kept, gone, wanted)
    _place(found, kept, gone, persons, wanted)
    _next(found, kept, gone, wanted)
    if gone.created_at < kept.created_at:  # the firm has been in the book since then
        found.fields["created_at"] = gone.created_at
    order = {name: place for place, name in enumerate(CHOOSABLE)}
    found.rows.sort(key=lambda row: order[row.field])
    return found


def _note(found: OneFirm, name: str, kept: Any, gone: Any, result: Any, state: State) -> None:  # noqa: ANN401 - stored values
    found.rows.append(Compared(name, kept, gone, result, state))
    if result != kept:
        found.fields[name] = result


def _beside(one: object, other: object) -> State:
    """Two values of which the first one stays."""
    if other is None:
        return "blank" if one is None else "kept"
    return "same" if one == other else "differs"


def _field(found: OneFirm, name: str, kept: Lead, gone: Lead, take: Collection[str]) -> None:
    one, other = getattr(kept, name), getattr(gone, name)
    if (
        name == "name_hi"
        and other is None
        and one is None
        and is_devanagari(gone.name)
        and not is_devanagari(kept.name)
    ):
        other = gone.name
    if name == "do_not_call":  # who may not be called by one may not by the other
        calls: State = "ruled" if other > one else "blank" if not one else "same" if other else "kept"
        _note(found, name, one, other, max(one, other), calls)
    elif other is None or other == one or _alike(name, one, other):
        taken = name in take and other is not None and other != one
        state: State = "taken" if taken else "same" if other is not None else _beside(one, None)
        _note(found, name, one, other, other if taken else one, state)
    elif name in take or one is None:
        _note(found, name, one, other, other, "filled" if one is None else "taken")
    elif name in _JOINED:
        _note(found, name, one, other, f"{one}\n{other}", "joined")
    else:
        _note(found, name, one, other, one, "differs")


def _alike(name: str, one: object, other: object) -> bool:
    """The same said otherwise: another spelling or script of a name."""
    if one is None or other is None:
        return False
    if name in ("name", "name_hi"):
        return name_key(str(one)) == name_key(str(other))
    return name in ("owner_name", "father_name") and owner_key(str(one)) == owner_key(str(other))


# ------------------------------------------------------------------ stage, next step, MSE


def _stage(found: OneFirm, kept: Lead, gone: Lead, take: Collection[str], rungs: Mapping[int, str]) -> None:
    for gone_leads, closed, open_ in ((False, kept, gone), (True, gone, kept)):
        rung = rungs.get(closed.id)
        if rung is not None and _reopens(closed, open_):
            found.gone_leads, found.reopens = gone_leads, rung
            _note(found, "stage", kept.stage, gone.stage, rung, "ruled")
            return
    rules = _gone_leads(kept, gone)
    found.gone_leads = rules or "stage" in take
    if not found.gone_leads:
        _note(found, "stage", kept.stage, gone.stage, kept.stage, "same" if kept.stage == gone.stage else "differs")
        return
    _note(found, "stage", kept.stage, gone.stage, gone.stage, "ruled" if rules else "taken")
    if gone.stage_on != kept.stage_on:
        found.fields["stage_on"] = gone.stage_on


def _gone_leads(kept: Lead, gone: Lead) -> bool:
    """Whether the history of the lead that goes leads by rule: further on the ladder, or open while the other is closed."""
    closed = is_closed(kept.stage), is_closed(gone.stage)
    if closed == (False, False):
        return RANK[gone.stage] > RANK[kept.stage]
    if closed == (True, True):
        # "Duplicate" says only what the merge has settled.
        return (kept.stage == "duplicate") > (gone.stage == "duplicate") or (
            kept.counted_on is None and gone.counted_on is not None and kept.stage in ("unreachable", "not_interested")
        )
    return closed == (True, False)


def _reopens(closed: Lead, open_: Lead) -> bool:
    """A closed lead that counts, with an account, against an open one that has not come so far: the account is there."""
    return (
        is_closed(closed.stage)
        and closed.counted_on is not None
        and not is_closed(open_.stage)
        and RANK[open_.stage] < REGISTERED_FROM
    )


def _next(found: OneFirm, kept: Lead, gone: Lead, take: Collection[str]) -> None:
    stage = found.fields.get("stage", kept.stage)
    mine, theirs = kept.next_on, gone.next_on
    wanted = theirs is not None and ("next_on" in take or mine is None or theirs < mine)
    source = gone if wanted else kept
    if is_closed(stage):
        result: tuple[Any, ...] = (None, None, None, kept.next_by)
    else:
        result = tuple(getattr(source, name) for name in _NEXT)
    for name, value in zip(_NEXT, result, strict=True):
        if value != getattr(kept, name):
            found.fields[name] = value
    state = _beside(mine, theirs)
    if result[0] != mine:
        state = "filled" if mine is None else "taken" if "next_on" in take else "ruled"
    found.rows.append(Compared("next_on", mine, theirs, result[0], state))


def _mse(found: OneFirm, kept: Lead, gone: Lead, take: Collection[str]) -> None:
    """What was seen holds against what was said; of two decisions the later one, of the same decision the earlier day."""
    one, other = kept.mse_status, gone.mse_status
    later = _SURE[one] == _SURE[other] == _SURE[VERIFIED] and one != other and (gone.mse_on or "") > (kept.mse_on or "")
    rules = _SURE[other] > _SURE[one] or later
    if one == other:
        days = [day for day in (kept.mse_on, gone.mse_on) if day]
        if days and kept.enterprise_class in (None, gone.enterprise_class) and min(days) != kept.mse_on:
            found.fields["mse_on"] = min(days)
        _note(found, "mse_status", one, other, one, "blank" if one == NOT_CHECKED else "same")
    elif rules or "mse_status" in take:
        if gone.mse_on != kept.mse_on:
            found.fields["mse_on"] = gone.mse_on
        _note(found, "mse_status", one, other, other, "ruled" if rules else "taken")
    else:
        _note(found, "mse_status", one, other, one, "differs")


# ------------------------------------------------------------------ numbers


def _place(found: OneFirm, kept: Lead, gone: Lead, persons: Collection[Person], take: Collection[str]) -> None:
    """Numbers and e-mail addresses: each finds a place in the lead, or becomes a further person."""
    held = {person.mobile for person in persons} | {person.email for person in persons}
    chosen = {
        name: getattr(gone, name) if name in take and getattr(gone, name) else getattr(kept, name) for name in _PLACED
    }
    for name in ("mobile", "alt_mobile"):
        number = next((n for n in (gone.mobile, gone.alt_mobile) if n and n not in {*chosen.values(), *held}), None)
        if chosen[name] is None and number:
            chosen[name] = number
    for name in ("phone", "email"):
        other = getattr(gone, name)
        if chosen[name] is None and other and other not in {*chosen.values(), *held}:
            chosen[name] = other
    former = kept.mobile
    if former and former not in chosen.values() and chosen["alt_mobile"] is None:
        chosen["alt_mobile"] = former
    for name in sorted(_PLACED):
        _note_place(found, name, kept, gone, chosen[name], name in take)
    held |= set(chosen.values())
    _persons(found, kept, gone, persons, held)


def _note_place(found: OneFirm, name: str, kept: Lead, gone: Lead, result: str | None, taken: bool) -> None:
    one, other = getattr(kept, name), getattr(gone, name)
    state = _beside(one, other)
    if result != one:
        state = "filled" if one is None else "taken" if taken else "ruled"
    elif state == "differs":
        state = "joined"  # both stand in the record, one of them elsewhere
    _note(found, name, one, other, result, state)


def _persons(found: OneFirm, kept: Lead, gone: Lead, persons: Collection[Person], held: Collection[str | None]) -> None:
    owner = found.fields.get("owner_name", kept.owner_name)
    named = {owner_key(person.name) for person in persons if person.name}
    for lead in (kept, gone):
        own = lead.owner_name
        other = own if own and owner and owner_key(own) != owner_key(owner) else None
        numbers = [n for n in dict.fromkeys((lead.mobile, lead.alt_mobile, lead.phone)) if n and n not in held]
        email = lead.email if lead.email and lead.email not in held else None
        for number in numbers:
            found.persons.append({"name": other, "mobile": number, "email": None})
        if email and found.persons and numbers:
            found.persons[-1]["email"] = email
        elif email or (other and not numbers and owner_key(other) not in named):
            found.persons.append({"name": other, "mobile": None, "email": email})
        if other:
            named.add(owner_key(other))
        held = {*held, *numbers, email}
