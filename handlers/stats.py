"""A tutor's figures, and what they may know of a young person."""

from bot.callbacks.questions import NextQuestion, OpenQuestion, OpenQueue
from bot.context import Context
from bot.errors import Refusal
from bot.notifications.content import Screen, button, rows
from bot.notifications.lessons import instrument_names
from bot.services import profiles, stats
from bot.services.stats import Figures
from bot.texts import Text, t
from handlers import screens
from handlers.people import ask_a_person
from handlers.routes import READERS, TUTOR, Area, Route

LONGEST_ALIAS = 60


async def show_stats(context: Context, _: object) -> None:
    """What waits, what was answered, how long they waited, whether it helped."""
    found = await context.look(stats.stats)
    words = t("stats", waiting=found.waiting, mine=found.mine, lines=[_period(item) for item in found.periods])
    await context.show(
        Screen(
            words,
            screens.with_help(button("button-next", NextQuestion()), button("button-queue", OpenQueue(0)), width=2),
        )
    )


def _period(item: Figures) -> Text:
    wait = t("stats-no-wait") if item.median_wait is None else t(
        "stats-wait", time=item.median_wait, count=item.first_answers
    )  # fmt: skip
    silent = item.answered - item.helped - item.stuck
    return t(
        "stats-period",
        days=item.days,
        answered=item.answered,
        wait=wait,
        helped=item.helped,
        stuck=item.stuck,
        silent=silent,
    )


async def person(context: Context, words: str) -> None:
    """/person Otter-12."""
    if not words.strip():
        raise Refusal("alias-missing")
    found = await context.look(profiles.profile, words[:LONGEST_ALIAS])
    someone = found.person
    earlier = [
        t("person-question", number=item.number, state=t(f"state-{item.state}"), words=item.words)
        for item in found.earlier
    ]
    lessons = [t("person-lesson", lesson=title) for title in found.lessons]
    opens = [button("button-number", OpenQuestion(item.number), number=item.number) for item in found.earlier]
    text = t(
        "person-card",
        alias=someone.alias,
        name=someone.name,
        band=someone.age_band or "–",
        instruments=instrument_names(someone.instruments),
        done=found.lessons_done,
        lessons=lessons,
        count=found.questions,
        earlier=earlier,
    )
    await context.show(Screen(text, (*rows(*opens, width=4), *screens.with_help(screens.home_button()))))


AREA = Area(
    "stats",
    commands={
        "stats": Route(show_stats, TUTOR),
        "person": Route(person, READERS),
        "addlesson": Route(ask_a_person, TUTOR),
    },
)
