"""Handlers translate a Telegram update into one use case, and its outcome into a screen."""

from typing import Any

from telegram.ext import Application

from bot.context import Context
from bot.intake.handling import carry_out
from handlers import help as help_area
from handlers import joining, people, questions, staff, tutors
from handlers.router import Router

# In this order a command, a button or a step is looked up; each name stands in one area only.
AREAS = (help_area.AREA, joining.AREA, people.AREA, staff.AREA, questions.AREA, tutors.AREA)


def register(application: Application[Any, Context, Any, Any, Any, Any]) -> None:
    """Gives the application its handlers: one router over the ordered areas."""
    for handler in Router(AREAS).handlers():
        application.add_handler(handler)
    application.add_error_handler(carry_out)
