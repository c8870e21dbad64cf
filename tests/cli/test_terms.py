"""Terms from a file: checked with the line of its fault, and entered where nobody would have to be told."""

from pathlib import Path

import pytest

from bot.cli import terms
from bot.config import Config

SAMPLE = Path(__file__).resolve().parents[2] / "bot/samples/terms-milton-keynes-2026-27.txt"


def test_a_file_of_terms_is_checked_and_entered(
    sqlite_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = Config.model_validate({"database": {"url": sqlite_url}})
    bad = tmp_path / "terms.txt"
    bad.write_text("Autumn; 2026-09-02 to 2026-12-18\nSpring; 2027-03-30 to 2027-01-05\n", "utf-8")
    assert terms.check_file(SAMPLE)
    assert "no faults" in capsys.readouterr().out
    assert not terms.check_file(bad)
    assert f"{bad}:2: it ends before it begins" in capsys.readouterr().err
    assert not terms.import_file(config, bad, sure=True)
    assert "nothing was changed" in capsys.readouterr().err
    assert terms.import_file(config, SAMPLE, sure=False)
    assert "3 terms entered, 0 replaced: 0 times called off, 0 put in, 0 people told" in capsys.readouterr().out
    assert terms.import_file(config, SAMPLE, sure=False)
    assert "3 replaced" in capsys.readouterr().out
