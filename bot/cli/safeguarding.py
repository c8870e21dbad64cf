"""The doctor on safeguarding: detection, the second adult, whether alerts arrive, whether the record is whole."""

import asyncio
from datetime import timedelta

from sqlalchemy.exc import SQLAlchemyError

from bot import clock
from bot.cli.findings import Finding
from bot.cli.looking import is_ready, look
from bot.config import Config
from bot.errors import ConfigurationError
from bot.services.cover import last_test
from bot.transcriber import load_transcriber
from models import chain

TEST_TOO_OLD = timedelta(days=8)


async def detection(config: Config) -> list[Finding]:
    """Whether messages are looked at by detection, and by all of it."""
    if not config.safeguarding.detection:
        line = "switched off: only people look at what is written (safeguarding.detection)"
        return [Finding(True, line, warning=True)]
    from bot.policies.detection import Detector

    detector = await asyncio.to_thread(Detector.load)
    if not detector.complete:
        return [Finding(True, "on, with its rules alone: the classifier is not there", warning=True)]
    voice = f"; voice notes are transcribed by {name}" if (name := config.safeguarding.transcriber) else ""
    try:
        load_transcriber(name)
    except ConfigurationError as error:
        return [Finding(False, str(error))]
    return [Finding(True, f"on, with rules and classifier{voice}")]


async def second_adult(config: Config) -> list[Finding]:
    """Whether answers leave only while a second adult is there, and why if not."""
    rules = config.safeguarding
    if rules.second_adult:
        return [Finding(True, "answers leave only while a second adult is there")]
    return [Finding(True, f"not asked for: {rules.second_adult_reason}", warning=True)]


async def alerts(config: Config) -> list[Finding]:
    """How the last weekly test of the alerts went."""
    if not await is_ready(config):
        return []
    try:
        tested = await look(config, last_test)
    except SQLAlchemyError as error:
        return [Finding(False, f"can't be read ({type(error).__name__})")]
    if config.safeguarding.test_alert.strip().casefold() in {"", "off"}:
        return [Finding(True, "the weekly test is switched off (safeguarding.test_alert)", warning=True)]
    if tested is None:
        return [Finding(True, f"no test yet; the next is {config.safeguarding.test_alert}", warning=True)]
    when = tested.at.astimezone(config.service.zone)
    line = (
        f"last tested {when:%Y-%m-%d %H:%M}: sent to {tested.sent} of {tested.contacts} contacts, "
        f"{tested.confirmed} confirmed it"
    )
    unwell = tested.confirmed < tested.contacts or clock.now() - tested.at > TEST_TOO_OLD
    return [Finding(True, line, warning=unwell)]


async def audit(config: Config) -> list[Finding]:
    """Whether the audit and the concerns are as they were written."""
    if not await is_ready(config):
        return []
    try:
        found = await look(config, chain.verify)
    except SQLAlchemyError as error:
        return [Finding(False, f"can't be read ({type(error).__name__})")]
    if found.broken is not None:
        return [Finding(False, f"the chain is broken at {found.broken}: somebody changed the record")]
    return [Finding(True, f"{found.length} entries, the chain is whole (newest {found.head[:12] or 'none'})")]
