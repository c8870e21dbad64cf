"""Checking and entering terms from a file: the lines that can be sent to the bot after /term."""

import sys
from pathlib import Path

from bot import clock
from bot.config import Config
from bot.errors import ConfigurationError, Refusal, ServiceError
from bot.policies.term_lines import BadTermLine, TermLine, parse_terms
from bot.services.terms import Changed, Effect, load
from models.database import Database

_FAULTS = {
    "name": "a term has a name of up to 60 letters, and then its days",
    "days": "these are not two days",
    "order": "it ends before it begins",
    "long": "it is longer than a year",
    "break": "this is no break of its own",
    "outside": "the break is not inside the term",
    "overlap": "the term shares days with another one",
    "many": "there are too many terms",
    "empty": "there is no term in it",
}
_EXAMPLE = "for example: Autumn; 2026-09-02 to 2026-12-18; half-term 2026-10-26 to 2026-10-30"


def _read(file: Path) -> list[TermLine] | None:
    """The terms; None with a fault, which has been printed."""
    if not file.exists():
        raise ConfigurationError(f"FILE {file}: there is no such file")
    try:
        return parse_terms(file.read_text("utf-8"), clock.now().date())
    except BadTermLine as error:
        print(f"{file}:{error.line}: {_FAULTS[error.fault]}: {error.value!r}; {_EXAMPLE}", file=sys.stderr)
    except (OSError, UnicodeDecodeError) as error:
        print(f"{file}: can't be read: {error}", file=sys.stderr)
    return None


def check_file(file: Path) -> bool:
    """Says whether a file of terms is good; its first fault is named with its line."""
    terms = _read(file)
    if terms is None:
        return False
    breaks = sum(len(term.breaks) for term in terms)
    print(f"{file}: {len(terms)} terms with {breaks} breaks, no faults")
    return True


def import_file(config: Config, file: Path, sure: bool) -> bool:
    """Enters the terms of a file; nothing is changed with a fault, or unless `sure` where anybody would be told."""
    terms = _read(file)
    if terms is None:
        print("nothing was changed", file=sys.stderr)
        return False
    database = Database(config.database.url)
    try:
        outcome = database.write_now(load, terms, config, sure=sure)
    except Refusal as error:
        raise ServiceError(f"{file}: {error.key}: {error.args_for_text}; nothing was changed") from None
    finally:
        database.close()
    if not isinstance(outcome, Changed):
        print(f"{_says(outcome.effect)}: nothing was changed; add --yes if that is right", file=sys.stderr)
        return False
    print(f"{len(outcome.adding)} terms entered, {len(outcome.removing)} replaced: {_says(outcome.effect)}")
    return True


def _says(effect: Effect) -> str:
    return f"{effect.off} times called off, {effect.on} put in, {effect.people} people told"
