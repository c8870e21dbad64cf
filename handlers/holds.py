"""Holds: what leads decide, and the tutor's "say it again without"; and the check of words that are no answer."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from bot.callbacks.safeguarding import AckHold, OpenHolds, ReadHold, RefuseHold, ReleaseHold, RewordHold
from bot.context import Context
from bot.notifications.content import Screen, button, rows
from bot.notifications.holds import decision_rows, name_of
from bot.policies.detection.contacts import without_links
from bot.policies.judgements import MEDIUM, Judgement
from bot.services import hold_decisions, holding, rewording
from bot.services.hold_decisions import HoldNow
from bot.texts import Text, t
from bot.texts.names import category_name
from handlers import screens
from handlers.concerns import numbered
from handlers.incoming import Said
from handlers.routes import RUNNERS, TUTOR, Area, Route
from models.people import Person


async def passes(
    context: Context,
    words: str,
    what: str,
    *,
    may_link: bool = False,
    unread: bool = True,
    held: Callable[[Any, Person], None] | None = None,
) -> bool:
    """Whether a tutor's title, reason, saved answer or the like may be used; if not, it is held, and they are told.

    `may_link`: a place may be a page to meet at, which is then not looked at; a way to be reached is. What no machine
    could read is held or listed for the leads, as the service decides; without `unread` it is held in any case.
    `held` is what happens all the same, in the same transaction, where the words are held.
    """
    looked_at = without_links(words) if may_link else words
    if not looked_at.strip():
        return True
    heard = await context.hear(Said("text", looked_at, context.chat_id, 0), "tutor")
    said = replace(heard, text=words)
    verdict = said.verdict
    if verdict is not None and verdict.unread and not verdict.worries:
        if unread and context.config.safeguarding.tutor_media == "listed":
            context.list_for_leads(said)
            return True
        verdict = Judgement("other", MEDIUM, (verdict.unread,), unread=verdict.unread)
        said = replace(said, verdict=verdict)
    if verdict is None or not verdict.worries or await context.look(holding.may_use, what, words):
        return True

    def hold(db: Any, actor: Person) -> None:
        holding.hold_words(db, actor, said, what, context.config)
        if held is not None:
            held(db, actor)

    await context.do(hold)
    await context.show(Screen(t("words-under-review"), screens.with_help(screens.home_button()), fresh=True))
    return False


def _number(words: str, verb: str) -> tuple[int, str]:
    return numbered(words, "H", "hold-which", verb)


async def open_list(context: Context, words: object) -> None:
    """What is held; with a number, that one."""
    if isinstance(words, str) and words.strip():
        await _read(context, _number(words, "holds")[0])
        return
    found = await context.look(hold_decisions.holds)
    if not found:
        await context.show(Screen(t("holds-none"), screens.with_help(screens.home_button())))
        return
    opens = [button("button-hold", ReadHold(item.hold.id), ref=name_of(item.hold.id)) for item in found]
    words_ = t("holds", count=len(found), lines=[_line(item) for item in found])
    await context.show(Screen(words_, (*rows(*opens, width=4), *screens.with_help(screens.home_button()))))


def _line(item: HoldNow) -> Text:
    hold = item.hold
    return t(
        "hold-line",
        ref=name_of(hold.id),
        severity=t(f"severity-{hold.severity}"),
        category=category_name(hold.category),
        who=hold.author.name,
        alias=item.alias or "–",
        when=hold.held_at,
    )


async def read(context: Context, action: ReadHold) -> None:
    """The words, and why they are held."""
    await _read(context, action.hold)


async def _read(context: Context, number: int) -> None:
    await context.show(_hold_screen(await context.do(hold_decisions.read, number)))


def _hold_screen(item: HoldNow) -> Screen:
    hold = item.hold
    if hold.decided_at is None:
        state = t("hold-state-open", ref=name_of(hold.id))
    else:
        outcome = t(f"hold-outcome-{hold.outcome}")
        state = t("hold-state-decided", outcome=outcome, when=hold.decided_at, why=hold.why)
    to = t("hold-for", alias=item.alias, number=hold.question_id) if item.alias else t("hold-for-nobody")
    words = t(
        "hold",
        ref=name_of(hold.id),
        severity=t(f"severity-{hold.severity}"),
        category=category_name(hold.category),
        what=t(f"hold-what-{hold.what}"),
        who=hold.author.name,
        **{"for": to},
        when=hold.held_at,
        words=t("words", words=hold.words) if hold.words else t("concern-no-words"),
        score=f"{hold.score:.2f}",
        reasons=", ".join(hold.reasons),
        state=state,
    )
    return Screen(words, decision_rows(hold), fresh=True, media=item.media, protect=True)


async def acknowledge(context: Context, action: AckHold) -> None:
    """I have it."""
    await context.show(_hold_screen(await context.do(hold_decisions.acknowledge, action.hold)))


async def release(context: Context, words: object) -> None:
    """/release H2, or one tap."""
    number = words.hold if isinstance(words, ReleaseHold) else _number(str(words), "release")[0]
    await context.do(hold_decisions.release, number)
    await context.show(
        Screen(
            t("hold-released", ref=name_of(number)),
            screens.with_help(button("button-holds-all", OpenHolds())),
            fresh=True,
        )
    )


async def refuse(context: Context, words: str) -> None:
    """/refuse H2 why."""
    await _refuse(context, *_number(words, "refuse"))


async def ask_why(context: Context, action: RefuseHold) -> None:
    """The button: why not?"""
    await context.do(hold_decisions.ask_why, action.hold)
    await context.show(
        Screen(t("hold-ask-why", ref=name_of(action.hold)), screens.with_help(screens.home_button()), fresh=True)
    )


async def said_why(context: Context, data: dict[str, Any], said: Said) -> None:
    """Why not."""
    await _refuse(context, data["hold"], said.text)


async def _refuse(context: Context, number: int, why: str) -> None:
    await context.do(hold_decisions.refuse, number, why, context.config)
    await context.show(
        Screen(
            t("hold-refused", ref=name_of(number)),
            screens.with_help(button("button-holds-all", OpenHolds())),
            fresh=True,
        )
    )


# --- the tutor's ---


async def ask_to_reword(context: Context, action: RewordHold) -> None:
    """Say it again without contact details."""
    number = await context.do(rewording.ask, action.hold)
    await context.show(Screen(t("reword-ask", number=number), screens.with_help(screens.home_button()), fresh=True))


async def reworded(context: Context, data: dict[str, Any], said: Said) -> None:
    """The new words: an answer like any other, and looked at like any other."""
    heard = await context.hear(said, "tutor")
    held = await context.do(rewording.reword, data["hold"], heard, context.config)
    if held is not None:
        await context.show(
            Screen(t("answer-under-review", number=held), screens.with_help(screens.home_button()), fresh=True)
        )


AREA = Area(
    "holds",
    commands={
        "holds": Route(open_list, RUNNERS),
        "release": Route(release, RUNNERS),
        "refuse": Route(refuse, RUNNERS),
    },
    actions={
        OpenHolds: Route(open_list, RUNNERS),
        ReadHold: Route(read, RUNNERS),
        AckHold: Route(acknowledge, RUNNERS),
        ReleaseHold: Route(release, RUNNERS),
        RefuseHold: Route(ask_why, RUNNERS),
        RewordHold: Route(ask_to_reword, TUTOR),
    },
    steps={"hold.why": said_why, "hold.reword": reworded},
)
