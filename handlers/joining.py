"""Joining: Start, yes, an age band, a name."""

from typing import Any

from bot.callbacks.people import Agree, ChooseAge, ChooseName, Decline, ReturnHere
from bot.context import Context
from bot.notifications.content import Screen, button, rows
from bot.services import joining
from bot.services.joining import Joining
from bot.texts import t
from handlers import homes, screens
from handlers.incoming import Said
from handlers.routes import Area, Route
from models.people import Role


async def start(context: Context, code: str) -> None:
    """/start, with the code of an invitation or without."""
    await show(context, await context.do_for_anyone(joining.start, code, context.config))


async def return_here(context: Context, _: ReturnHere) -> None:
    """Back after leaving, as /start brings one back."""
    await start(context, "")


async def agree(context: Context, _: Agree) -> None:
    """Yes to the privacy sentences."""
    await show(context, await context.do_for_anyone(joining.agree, context.config))


async def decline(context: Context, _: Decline) -> None:
    """No to them."""
    await show(context, await context.do_for_anyone(joining.decline))


async def choose_age(context: Context, action: ChooseAge) -> None:
    """An age band."""
    await show(context, await context.do_for_anyone(joining.choose_age, action.band, context.config))


async def choose_name(context: Context, action: ChooseName) -> None:
    """A suggested name."""
    await show(context, await context.do_for_anyone(joining.choose_suggestion, action.place, context.config))


async def type_name(context: Context, _: dict[str, Any], said: Said) -> None:
    """A name of their own."""
    await show(context, await context.do_for_anyone(joining.choose_name, said.text, context.config))


async def use_buttons(context: Context, _: dict[str, Any], said: Said) -> None:
    """Words where a button was meant: the screen comes again."""
    await show(context, await context.do_for_anyone(joining.start, "", context.config))


async def show(context: Context, view: Joining) -> None:
    """The screen that follows in a joining."""
    await context.show(await _screen(context, view))


async def _screen(context: Context, view: Joining) -> Screen:
    staff = view.role is not None and view.role != Role.YOUNG_PERSON
    match view.screen:
        case "privacy":
            words = t("join-staff-privacy", role=t(f"role-{view.role}")) if staff else t("join-privacy")
            # Yes and no look alike, and stand side by side: neither is pushed.
            return Screen(words, rows(button("button-yes", Agree()), button("button-no", Decline()), width=2))
        case "age":
            bands = [button("button-words", ChooseAge(n), words=band) for n, band in enumerate(view.bands)]
            younger = button("button-younger", ChooseAge(-1), age=context.config.service.minimum_age)
            return Screen(t("join-age"), rows(*bands, younger))
        case "name":
            names = [button("button-words", ChooseName(n), words=name) for n, name in enumerate(view.names)]
            return Screen(t("join-staff-name" if staff else "join-name"), rows(*names))
        case "declined":
            return Screen(t("join-declined"))
        case "too_young":
            contact = context.config.service.contact
            return Screen(
                t(
                    "join-too-young",
                    way=t("too-young-contact", contact=contact) if contact else t("too-young-ask"),
                    lines=screens.helplines(context.config),
                )
            )
        case "bad_code":
            return Screen(t("code-does-not-work", lines=screens.helplines(context.config)))
        case "welcome" if view.person is not None:
            return await homes.home(context, welcome=view.person)
        case "home":
            return await homes.home(context)
        case _:
            return await screens.outside(context)


AREA = Area(
    "joining",
    commands={"start": Route(start)},
    actions={
        Agree: Route(agree),
        Decline: Route(decline),
        ChooseAge: Route(choose_age),
        ChooseName: Route(choose_name),
        ReturnHere: Route(return_here),
    },
    steps={"join.privacy": use_buttons, "join.age": use_buttons, "join.name": type_name},
)
