"""What a handler works with: who acts, one use case in one transaction, and the screen that follows."""

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from sqlalchemy.orm import Session
from telegram import Message, Update
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError
from telegram.ext import Application, CallbackContext

from bot.client import Client, seconds_of
from bot.config import Config
from bot.delivery import rows
from bot.delivery.calls import perform, shown_by
from bot.delivery.render import Call, render
from bot.delivery.sender import Delivery
from bot.errors import NotAllowed, NotJoined, Paused
from bot.hearing import Hearing
from bot.intake import store
from bot.intake.handling import AlreadyHandled, handling
from bot.notifications.content import Content, Screen
from bot.policies.judgements import Direction
from bot.services import noticing
from bot.services.people import Standing, actor_of, note_reachable, standing
from bot.services.said import Said
from bot.texts import Text, Texts
from models.database import Database
from models.people import Person, Role

P = ParamSpec("P")
T = TypeVar("T")
log = logging.getLogger(__name__)

_SHOW_PAUSES = (0.3, 1.5)
_PATIENCE = 10.0  # seconds that a screen may wait for Telegram before the person had better tap again


@dataclass
class Resources:
    """What every handler shares; made once by the application."""

    config: Config = field(default_factory=Config)
    database: Database = field(init=False)
    texts: Texts = field(init=False)
    delivery: Delivery = field(init=False)
    hearing: Hearing = field(init=False)
    username: str = ""
    practice: bool = False  # whether this is the demo, where leads can rehearse


class Context(CallbackContext[Client, dict[Any, Any], dict[Any, Any], Resources]):
    """One update being handled."""

    current: Update  # `update` is taken by the base class
    _language: str  # the reader's; known once the actor is
    roles: frozenset[Role] | None = None  # what the route asks for; checked where the use case runs
    for_the_paused: bool = False  # whether what is asked for works while a young person is paused
    _overheard: Said | None = None  # a young person's words, judged, whatever becomes of them
    _to_list: tuple[Said, ...] = ()  # titles, reasons and the like that no machine could read

    @classmethod
    def from_update(cls, update: object, application: "Application[Any, Any, Any, Any, Any, Any]") -> "Context":
        """Builds the context without any input or output."""
        made = super().from_update(update, application)
        made.current = cast(Update, update)
        made._language = made.config.service.languages[0]
        return made

    @property
    def config(self) -> Config:
        """The service's configuration."""
        return self.bot_data.config

    @property
    def chat_id(self) -> int:
        """The private chat: the same number as the person's Telegram id."""
        user = self.current.effective_user
        if user is None:
            raise NotJoined
        return user.id

    @property
    def message(self) -> Message | None:
        """The message that arrived, if the update is one."""
        return self.current.message

    async def do(self, use_case: Callable[Concatenate[Session, Person, P], T], *args: P.args, **kw: P.kwargs) -> T:
        """Runs the one use case of this update: actor, role, change and "handled" are one commit."""

        def run(db: Session) -> T:
            actor = self._actor(db)
            if actor.blocked_at is not None:
                # Whoever writes to us has not blocked us, whatever a refusal said that was settled late.
                note_reachable(db, actor)
            return use_case(db, actor, *args, **kw)

        return await self._settle(run)

    async def do_for_anyone(
        self, use_case: Callable[Concatenate[Session, int, P], T], *args: P.args, **kw: P.kwargs
    ) -> T:
        """The same for those who may not have joined: the use case gets the chat id."""
        return await self._settle(lambda db: use_case(db, self.chat_id, *args, **kw))

    async def look(self, view: Callable[Concatenate[Session, Person, P], T], *args: P.args, **kw: P.kwargs) -> T:
        """Reads what the actor may see; changes nothing."""
        return await self.bot_data.database.read(lambda db: view(db, self._actor(db), *args, **kw))

    def say(self, text: Text) -> str:
        """A text in the reader's language, as words that can be kept."""
        return self.bot_data.texts.plain(text, self._language)

    async def standing(self) -> Standing:
        """Whether the person has joined, and what their next words belong to."""
        found = await self.bot_data.database.read(standing, self.chat_id)
        if found.person is not None:
            self._language = found.person.language
        return found

    def _actor(self, db: Session) -> Person:
        actor = actor_of(db, self.chat_id)
        if actor is None:
            raise NotJoined
        # Asked at the moment of acting: whoever was suspended in the middle of something does not get to its end.
        if actor.suspended_at is not None or (self.roles is not None and not actor.roles & self.roles):
            raise NotAllowed
        if actor.paused_at is not None and not self.for_the_paused:
            raise Paused
        self._language = actor.language
        return actor

    async def _settle(self, use_case: Callable[[Session], T]) -> T:
        current = handling.get()
        if current.settled:
            raise RuntimeError("one update, one use case: this handler calls a second one")

        def run(db: Session) -> T:
            if not store.mark_handled(db, current.update_id):
                raise AlreadyHandled
            result = use_case(db)
            if self._overheard is not None:
                noticing.overhear(db, self.chat_id, self._overheard, self.config)
            for said in self._to_list:
                noticing.list_words(db, self.chat_id, said, self.config)
            return result

        result = await self.bot_data.database.write(run)
        current.settled = True
        return result

    async def fetch(self, file_id: str, most: int) -> bytes:
        """A file that was sent, before the use case; one byte more than `most` where it is larger."""
        return await self.bot.fetch(file_id, most)

    # --- detection ---

    async def hear(self, said: Said, direction: Direction) -> Said:
        """The same with what detection says of it; a tutor's words wait for that, a young person's not for long."""
        if self._overheard is not None and self._overheard.text == said.text:
            return replace(said, verdict=self._overheard.verdict)
        hearing = self.bot_data.hearing
        verdict = await hearing.judge(direction, said.text, patiently=direction == "tutor")
        return replace(said, verdict=verdict)

    async def hear_out(self, said: Said) -> Said:
        """The same for a young person's words that go into no thread, where nothing would judge them afterwards."""
        verdict = await self.bot_data.hearing.judge("young_person", said.text, patiently=True)
        self._overheard = replace(said, verdict=verdict)
        return self._overheard

    async def listen(self, said: Said) -> None:
        """Judges what a young person writes, whether it goes into a thread, is a search, or only a mistyped command."""
        if not said.text.strip():
            return
        person = (await self.standing()).person
        if person is not None and Role.YOUNG_PERSON in person.all_roles:
            self._overheard = await self.hear(said, "young_person")

    async def done_listening(self) -> None:
        """Notes a worry in words that led to no change of their own."""
        if self._overheard is None or handling.get().settled:
            return
        if self._overheard.verdict is not None and self._overheard.verdict.worries:
            await self.do_for_anyone(lambda db, chat_id: None)

    def list_for_leads(self, said: Said) -> None:
        """Words of staff's that no machine could read stand on the leads' list once they are used."""
        self._to_list = (*self._to_list, said)

    # --- screens ---

    async def show(self, screen: Screen) -> None:
        """Draws the screen at once, over the message that was tapped if there is one; if it is lost, they tap again."""
        message = self.current.callback_query.message if self.current.callback_query else None
        pressed = None if screen.fresh or message is None else message
        content = Content(
            screen.text,
            screen.rows,
            media=screen.media,
            subject=screen.subject,
            protect=screen.protect,
            edit=None if pressed is None or screen.media else pressed.message_id,
        )
        if pressed is not None and getattr(pressed, "text", None) is None:
            # A photo or a video can't become a text: the screen comes as a message of its own.
            content = replace(content, edit=None)
        if screen.over is not None:
            content = replace(content, edit=screen.over)
        for call in render(content, self.chat_id, self.bot_data.texts, self._language):
            await self._draw(call)

    async def _draw(self, call: Call) -> None:
        if call.edits is None:
            self.bot_data.delivery.pacer.note(self.chat_id, time.monotonic())
        for pause in (*_SHOW_PAUSES, None):
            try:
                answer = await perform(self.bot, call)
            except BadRequest as error:
                if "not modified" in str(error).lower():
                    return
                if call.instead:
                    for other in call.instead:
                        await self._draw(other)
                    return
                log.error("a screen was refused: %s", type(error).__name__)
                return
            except Forbidden:
                return
            except TelegramError as error:
                wait = _wait_of(error, pause)
                if wait is None:
                    log.warning("a screen could not be drawn: %s", type(error).__name__)
                    return
                await asyncio.sleep(wait)
            else:
                shown = shown_by(call, answer, self.chat_id)
                if shown:
                    await self.bot_data.database.write(rows.record_shown, shown)
                return


def _wait_of(error: TelegramError, pause: float | None) -> float | None:
    if isinstance(error, RetryAfter):
        seconds = seconds_of(error)
        return seconds if pause is not None and seconds <= _PATIENCE else None
    return pause if isinstance(error, NetworkError) else None
