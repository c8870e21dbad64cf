"""Handlers translate a Telegram update into one use case, and its outcome into a screen."""

from collections.abc import Sequence
from typing import Any

from telegram.ext import Application

from bot.context import Context, Resources
from bot.intake.handling import carry_out
from handlers.announcements import AREA as ANNOUNCEMENTS
from handlers.asides import AREA as ASIDES
from handlers.attendance import AREA as ATTENDANCE
from handlers.calendars import AREA as CALENDARS
from handlers.checks import AREA as CHECKS
from handlers.concerns import AREA as CONCERNS
from handlers.corrections import AREA as CORRECTIONS
from handlers.cover import AREA as COVER
from handlers.desk import AREA as DESK
from handlers.feelings import AREA as FEELINGS
from handlers.figures import AREA as FIGURES
from handlers.help import AREA as HELP
from handlers.holds import AREA as HOLDS
from handlers.joining import AREA as JOINING
from handlers.lessons import AREA as LESSONS
from handlers.oversight import AREA as OVERSIGHT
from handlers.people import AREA as PEOPLE
from handlers.practice import AREA as PRACTICE
from handlers.questions import AREA as QUESTIONS
from handlers.raising import AREA as RAISING
from handlers.registers import AREA as REGISTERS
from handlers.reminders import AREA as REMINDERS
from handlers.router import Router
from handlers.routes import Area
from handlers.safety_messages import AREA as SAFETY_MESSAGES
from handlers.saved import AREA as SAVED
from handlers.search import AREA as SEARCH
from handlers.session_settings import AREA as SESSION_SETTINGS
from handlers.sessions import AREA as SESSIONS
from handlers.staff import AREA as STAFF
from handlers.stats import AREA as STATS
from handlers.terms import AREA as TERMS
from handlers.tutors import AREA as TUTORS
from handlers.waiting import AREA as WAITING

# In this order a command, a button or a step is looked up; each name stands in one area only.
AREAS = (
    HELP,
    SAFETY_MESSAGES,
    CONCERNS,
    HOLDS,
    COVER,
    RAISING,
    JOINING,
    PEOPLE,
    STAFF,
    OVERSIGHT,
    CHECKS,
    LESSONS,
    SESSIONS,
    CALENDARS,
    FEELINGS,
    ANNOUNCEMENTS,
    REMINDERS,
    ATTENDANCE,
    REGISTERS,
    SESSION_SETTINGS,
    WAITING,
    TERMS,
    QUESTIONS,
    DESK,
    ASIDES,
    TUTORS,
    CORRECTIONS,
    STATS,
    FIGURES,
    SAVED,
    SEARCH,
)


def register(application: Application[Any, Context, Any, Any, Any, Any]) -> None:
    """Gives the application its handlers: one router over the ordered areas."""
    _register(application, AREAS)


def register_with_practice(application: Application[Any, Context, Any, Any, Resources, Any]) -> None:
    """The same for the demo, where leads can rehearse: elsewhere there is no such command."""
    application.bot_data.practice = True
    _register(application, (*AREAS, PRACTICE))


def _register(application: Application[Any, Context, Any, Any, Any, Any], areas: Sequence[Area]) -> None:
    for handler in Router(areas).handlers():
        application.add_handler(handler)
    application.add_error_handler(carry_out)
