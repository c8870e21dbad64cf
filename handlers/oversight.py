"""Oversight: reading whole threads, pausing, suspending, opening a seal."""

from bot.callbacks.oversight import ConfirmStaff, PausePerson, ReadOneThread, ResumePerson, SawReading
from bot.callbacks.questions import ReadThread, SeeMedia
from bot.context import Context
from bot.errors import Refusal
from bot.notifications.content import Screen, Subject, button, rows
from bot.notifications.oversight import SEALED, SEEN_MEDIA, TRANSCRIPT
from bot.policies.aliases import normalise_alias
from bot.services import oversight, staffing, threads
from bot.services.oversight import Sealed
from bot.services.threads import Page
from bot.texts import t
from handlers import screens
from handlers.routes import LEAD, RUNNERS, Area, Route


def alias_in(words: str) -> tuple[str, str]:
    """The alias at the start of a command's words ("Otter-12", "otter 12"), and the rest; Refusal without one."""
    parts = words.split()
    for count in (1, 2):
        if len(parts) >= count and (alias := normalise_alias(" ".join(parts[:count]))):
            return alias, " ".join(parts[count:])
    raise Refusal("alias-missing")


# --- reading ---


async def transcript(context: Context, words: object) -> None:
    """/transcript Otter-12: a page here, and the whole conversation as documents; each reading is audited."""
    if isinstance(words, ReadThread):
        page = await context.do(threads.read_page, words.person, words.page, context.config)
    elif words:
        page = await context.do(threads.read_by_alias, str(words), context.config)
    else:
        raise Refusal("alias-missing")
    turning = isinstance(words, ReadThread) and words.page > 0
    await context.show(_page_screen(page, fresh=not turning))


async def read_one(context: Context, action: ReadOneThread) -> None:
    """One thread."""
    page = await context.do(threads.read_one, action.number, action.page, context.config)
    await context.show(_page_screen(page, fresh=action.page == 0))


def _page_screen(page: Page, fresh: bool) -> Screen:
    lines = [
        t(
            "transcript-line",
            number=line.number,
            who=line.who,
            when=line.when,
            words=line.words,
            mark=t(f"transcript-{line.state}"),
        )
        for line in page.lines
    ]
    media = [
        button("button-see-media", SeeMedia(line.entry_id), number=line.number, kind=t(f"kind-{line.kind}"))
        for line in page.lines
        if line.has_media
    ]

    def turn(to: int) -> ReadThread | ReadOneThread:
        return ReadThread(page.person_id, to) if page.number is None else ReadOneThread(page.number, to)

    turns = rows(
        button("button-earlier", turn(page.page - 1)) if page.page else None,
        button("button-later", turn(page.page + 1)) if page.more else None,
        width=2,
    )
    words = t("transcript", alias=page.alias, name=page.name, lines=lines)
    # A screen drawn over an older message would be neither protected nor young enough to be taken away again.
    return Screen(
        words,
        (*turns, *rows(*media), *screens.with_help()),
        fresh=fresh,
        subject=Subject(TRANSCRIPT, page.person_id),
        protect=True,
    )


async def see_media(context: Context, action: SeeMedia) -> None:
    """The media of one entry."""
    found = await context.do(threads.media_of_entry, action.entry)
    await context.show(
        Screen(
            t("transcript-media", number=found.number),
            media=found.media,
            fresh=True,
            subject=Subject(SEEN_MEDIA, found.entry_id),
            protect=True,
        )
    )


async def saw_reading(context: Context, action: SawReading) -> None:
    """A second lead has seen that somebody read."""
    await context.do(threads.saw_reading, action.reader, action.person)
    await context.show(Screen(t("reading-seen")))


# --- pausing a young person ---


async def pause(context: Context, words: object) -> None:
    """/pause Otter-12."""
    if isinstance(words, PausePerson):
        person = await context.do(oversight.pause_by_id, words.person)
    elif words:
        person = await context.do(oversight.pause, str(words))
    else:
        raise Refusal("alias-missing")
    back = screens.with_help(button("button-resume", ResumePerson(person.id)))
    await context.show(Screen(t("person-paused", alias=person.alias, name=person.name), back))


async def resume(context: Context, words: object) -> None:
    """/resume Otter-12."""
    if isinstance(words, ResumePerson):
        person = await context.do(oversight.resume_by_id, words.person)
    elif words:
        person = await context.do(oversight.resume, str(words))
    else:
        raise Refusal("alias-missing")
    back = screens.with_help(button("button-pause", PausePerson(person.id)))
    await context.show(Screen(t("person-resumed", alias=person.alias, name=person.name), back))


# --- staff ---


async def suspend(context: Context, words: str) -> None:
    """/suspend Tom, by name or alias: at once."""
    stopped = await context.do(oversight.suspend, words)
    sessions = [f"S{number}" for number in stopped.sessions]
    await context.show(
        Screen(
            t(
                "staff-suspended",
                alias=stopped.person.alias,
                name=stopped.person.name,
                back=stopped.back_in_queue,
                sessions=t("staff-leads", sessions=", ".join(sessions)) if sessions else t("about-nothing"),
            ),
            screens.with_help(screens.home_button()),
        )
    )


async def unsuspend(context: Context, words: str) -> None:
    """/unsuspend Tom."""
    person, released = await context.do(oversight.unsuspend, words)
    words_ = t("staff-unsuspended", alias=person.alias, name=person.name, released=released)
    await context.show(Screen(words_, screens.with_help(screens.home_button())))


async def confirm_staff(context: Context, action: ConfirmStaff) -> None:
    """The second adult says yes."""
    person = await context.do(staffing.confirm, action.person)
    await context.show(Screen(t("staff-confirmed", alias=person.alias, name=person.name)))


# --- the seal ---


async def reveal(context: Context, words: str) -> None:
    """/reveal Otter-12 reason: what is sealed, for a reason that every lead reads."""
    alias, reason = alias_in(words)
    await context.show(sealed_screen(await context.do(oversight.reveal, alias, reason)))


def sealed_screen(sealed: Sealed) -> Screen:
    """What was under seal; it does not stay in the chat, and nobody forwards it."""
    return Screen(
        t(
            "sealed-record",
            alias=sealed.person.alias,
            name=sealed.person.name,
            reference=sealed.reference or t("sealed-nothing"),
            contact=sealed.contact or t("sealed-nothing"),
            account=str(sealed.telegram_id) if sealed.telegram_id is not None else t("sealed-nothing"),
        ),
        screens.with_help(screens.home_button()),
        fresh=True,
        subject=Subject(SEALED, sealed.person.id),
        protect=True,
    )


AREA = Area(
    "oversight",
    commands={
        "transcript": Route(transcript, LEAD),
        "pause": Route(pause, LEAD),
        "resume": Route(resume, LEAD),
        "suspend": Route(suspend, RUNNERS),
        "unsuspend": Route(unsuspend, RUNNERS),
        "reveal": Route(reveal, LEAD),
    },
    actions={
        ReadThread: Route(transcript, LEAD),
        ReadOneThread: Route(read_one, LEAD),
        SeeMedia: Route(see_media, LEAD),
        SawReading: Route(saw_reading, RUNNERS),
        PausePerson: Route(pause, LEAD),
        ResumePerson: Route(resume, LEAD),
        ConfirmStaff: Route(confirm_staff, RUNNERS),
    },
)
