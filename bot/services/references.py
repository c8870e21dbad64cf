"""Which question a tutor's command is about: the number that it begins with, or the message that it replies to."""

from sqlalchemy.orm import Session

from bot.errors import Refusal
from bot.policies.fields import shorten
from bot.policies.numbers import NoSuchNumber, leading_ref
from bot.services.answers import question_of_reply
from bot.services.said import Said
from models.people import Person

_SHOWN = 20  # characters of a number that nothing can have


def question_meant(db: Session, actor: Person, command: Said, words: str, example: str) -> tuple[int, str]:
    """The question's number and the words after it; Refusal if there is none, or if there are two to choose from."""
    try:
        number, rest = leading_ref(words)
    except NoSuchNumber as error:
        raise Refusal("no-such-question-staff", number=shorten(str(error), _SHOWN)) from None
    replied = question_of_reply(db, actor, command)
    if number is not None and replied is not None and number != replied:
        # "/answer 3 fingers" in reply to #17: nobody wants that sent to whoever asked #3.
        raise Refusal("which-of-two", number=number, replied=replied, example=example)
    found = number if number is not None else replied
    if found is None:
        raise Refusal("number-missing", example=example)
    return found, rest
