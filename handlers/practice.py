"""The demo's practice: disclosures that leads rehearse. Where the bot is no demo, this area does not exist."""

from bot.callbacks.practice import BeginPractice, OpenPractice, ReviewPractice
from bot.callbacks.safeguarding import OpenConcerns
from bot.context import Context
from bot.errors import Refusal
from bot.notifications.concerns import name_of
from bot.notifications.content import Screen, button, rows
from bot.notifications.practice import review_of
from bot.policies.practice import scripts
from bot.services import practice
from bot.texts import t
from handlers import screens
from handlers.routes import LEAD, Area, Route


async def choose(context: Context, words: object) -> None:
    """The list; with a number, that one begins."""
    if isinstance(words, str) and words.strip():
        await _begin(context, int(words) if words.strip().isascii() and words.strip().isdigit() else 0)
        return
    titles = [(number, t(f"practice-title-{script.name}")) for number, script in enumerate(scripts(), start=1)]
    lines = [t("practice-line", number=number, title=title) for number, title in titles]
    begins = [button("button-practice", BeginPractice(number), number=number, title=title) for number, title in titles]
    words_ = t("practice", alias=practice.YOUNG_PERSON, lines=lines)
    await context.show(Screen(words_, (*rows(*begins), *screens.with_help(screens.home_button()))))


async def begin(context: Context, action: BeginPractice) -> None:
    """It arrives."""
    await _begin(context, action.script)


async def _begin(context: Context, number: int) -> None:
    known = scripts()
    if not 1 <= number <= len(known):
        raise Refusal("practice-which")
    name = known[number - 1].name
    said, then = (context.say(t(f"practice-{what}-{name}")) for what in ("words", "then"))
    concern = await context.do(practice.begin, number, said, then, context.config)
    words = t("practice-begun", ref=name_of(concern.id), alias=practice.YOUNG_PERSON)
    await context.show(Screen(words, screens.with_help(button("button-concerns", OpenConcerns(0))), fresh=True))


async def review(context: Context, action: ReviewPractice) -> None:
    """How did I do?"""
    now = await context.do(practice.review, action.concern)
    screen = review_of(now)
    if screen is None:
        raise Refusal("old-button")
    await context.show(screen)


AREA = Area(
    "practice",
    commands={"practice": Route(choose, LEAD)},
    actions={
        OpenPractice: Route(choose, LEAD),
        BeginPractice: Route(begin, LEAD),
        ReviewPractice: Route(review, LEAD),
    },
)
