"""Coordinators and leads: inviting, confirming, new phones, who is here, reading threads."""

from typing import Any

from bot.callbacks.people import ConfirmJoiner, SkipContact
from bot.context import Context
from bot.errors import Refusal
from bot.notifications.content import Screen, button, rows
from bot.services import invitations, people, staffing
from bot.services.people import ask_next, stop_asking
from bot.texts import Text, t
from handlers.incoming import Said
from handlers.routes import COORDINATOR, RUNNERS, Area, Route
from models.people import STAFF as STAFF_ROLES
from models.people import Person, Role

_ROLE_WORDS = {role.value: role for role in Role} | {"young": Role.YOUNG_PERSON, "yp": Role.YOUNG_PERSON}


async def invite(context: Context, words: str) -> None:
    """/invite ROLE [how many]; for young people the reference and a contact are asked for first."""
    parts = words.lower().replace("young person", "young_person").split()
    role = _ROLE_WORDS.get(parts[0]) if parts else None
    many = parts[1:2] or ["1"]
    if role is None or len(parts) > 2 or not (many[0].isascii() and many[0].isdigit()):
        raise Refusal("invite-how")
    count = int(many[0])
    if count < 1 or count > invitations.MOST_AT_ONCE:
        raise Refusal("invite-too-many", most=invitations.MOST_AT_ONCE)
    if role == Role.YOUNG_PERSON and context.config.joining.require_reference:

        def wait(db: Any, actor: Person) -> None:
            people.require(actor, Role.COORDINATOR)
            ask_next(db, actor.telegram_id or 0, "invite.reference", count=count)

        await context.do(wait)
        await context.show(Screen(t("invite-reference", count=count)))
        return
    await _show_links(context, await _make(context, role, count), role)


async def _make(context: Context, role: Role, count: int, reference: str | None = None, contact: str = "") -> list[str]:
    days = context.config.joining.days_valid if role == Role.YOUNG_PERSON else None

    def make(db: Any, actor: Person) -> list[str]:
        stop_asking(db, actor.telegram_id or 0)
        return invitations.invite(db, actor, role, count, days, reference, contact)

    return await context.do(make)


async def _show_links(context: Context, codes: list[str], role: Role) -> None:
    username = context.bot_data.username
    links = [t("words", words=f"https://t.me/{username}?start={code}") for code in codes]
    days = context.config.joining.days_valid if role == Role.YOUNG_PERSON else invitations.STAFF_DAYS
    words = t("invite-links", count=len(links), role=t(f"role-{role}"), days=days, lines=links)
    await context.show(Screen(words, fresh=True))


async def got_reference(context: Context, data: dict[str, Any], said: Said) -> None:
    """The service's own reference; the sealed contact comes next."""
    reference = said.text.strip()[:200]
    if not reference:
        raise Refusal("invite-reference-empty")

    def wait(db: Any, actor: Person) -> None:
        people.require(actor, Role.COORDINATOR)
        ask_next(db, actor.telegram_id or 0, "invite.contact", **data, reference=reference)

    await context.do(wait)
    await context.show(Screen(t("invite-contact"), rows(button("button-no-contact", SkipContact()))))


async def got_contact(context: Context, data: dict[str, Any], said: Said) -> None:
    """The sealed contact, for the service's own files: now the links."""
    contact = said.text.strip()[:500]
    codes = await _make(context, Role.YOUNG_PERSON, data["count"], data["reference"], contact)
    await _show_links(context, codes, Role.YOUNG_PERSON)


async def skip_contact(context: Context, _: SkipContact) -> None:
    """There is no contact to seal."""
    standing = await context.standing()
    if standing.step != "invite.contact":
        raise Refusal("old-button")
    data = standing.data
    codes = await _make(context, Role.YOUNG_PERSON, data["count"], data["reference"])
    await _show_links(context, codes, Role.YOUNG_PERSON)


async def confirm(context: Context, words: object) -> None:
    """Confirms a joiner, by the button or by alias."""
    if isinstance(words, ConfirmJoiner):
        person = await context.do(people.confirm, words.person)
    elif words:
        person = await context.do(staffing.confirm_anyone, str(words))
    else:
        raise Refusal("alias-missing")
    await context.show(Screen(t("confirmed-joiner", alias=person.alias, name=person.name)))


async def new_phone(context: Context, words: str) -> None:
    """/newphone Otter-12: stops the old account, and makes the code for the new one."""
    if not words:
        raise Refusal("alias-missing")
    person, code = await context.do(invitations.new_phone, words)
    link = f"https://t.me/{context.bot_data.username}?start={code}"
    await context.show(Screen(t("new-phone", alias=person.alias, link=link, days=invitations.NEW_PHONE_DAYS)))


def _person_line(person: Person) -> Text:
    marks = []
    if person.left_at:
        marks.append(t("mark-left"))
    elif person.blocked_at:
        marks.append(t("mark-blocked"))
    elif person.suspended_at is not None:
        marks.append(t("mark-suspended"))
    elif person.paused_at is not None:
        marks.append(t("mark-paused"))
    elif person.confirmed_at is None or any(row.pending_since for row in person.role_rows):
        marks.append(t("mark-unconfirmed"))
    elif person.away_since is not None:
        marks.append(t("mark-away"))
    roles = ", ".join(sorted(role.value.replace("_", " ") for role in person.all_roles))
    return t("person-line", alias=person.alias, name=person.name, roles=roles, marks=marks)


async def list_people(context: Context, _: str) -> None:
    """Every young person."""
    found = await context.look(people.everyone, [Role.YOUNG_PERSON])
    await context.show(Screen(t("people-list", count=len(found), lines=[_person_line(item) for item in found[:100]])))


async def list_staff(context: Context, _: str) -> None:
    """Every adult of the service."""
    found = await context.look(people.everyone, STAFF_ROLES)
    await context.show(Screen(t("staff-list", count=len(found), lines=[_person_line(item) for item in found[:100]])))


AREA = Area(
    "staff",
    commands={
        "invite": Route(invite, COORDINATOR),
        "confirm": Route(confirm, COORDINATOR),
        "newphone": Route(new_phone, RUNNERS),
        "people": Route(list_people, RUNNERS),
        "staff": Route(list_staff, RUNNERS),
    },
    actions={
        ConfirmJoiner: Route(confirm, COORDINATOR),
        SkipContact: Route(skip_contact, COORDINATOR),
    },
    steps={"invite.reference": got_reference, "invite.contact": got_contact},
)
