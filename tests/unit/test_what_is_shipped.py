"""What a stranger gets: documentation whose links lead somewhere, and a package with all that it reads."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
TARGETS = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_what_a_page_points_to_is_there(page: Path) -> None:
    """Links, pictures, targets of make, and files and folders of the project by their path."""
    words = page.read_text("utf-8")
    links = [link.partition("#")[0] for link in re.findall(r"\]\(([^)\s]+)\)", words) if "://" not in link]
    assert [link for link in links if link and not (page.parent / link).exists()] == []
    assert set(re.findall(r"`make ([a-z]+)", words)) - TARGETS == set()
    paths = re.findall(r"`((?:bot|handlers|models|tests|tools|docs)/[\w./-]+)`", words)
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_every_file_that_is_read_is_packed() -> None:
    """Texts, clips, the page, the classifier, fonts: whatever is no module is named in the package's data."""
    package = ROOT / "bot"
    patterns = PROJECT["tool"]["setuptools"]["package-data"]["bot"]
    packed = {path for pattern in patterns for path in package.glob(pattern)}
    others = {path for path in package.rglob("*") if path.is_file() and path.suffix not in {".py", ".pyc", ".pyo"}}
    assert sorted(str(path.relative_to(package)) for path in others - packed) == []


def test_the_lock_names_no_registry() -> None:
    """Exact versions with hashes, and no address; whoever only runs it loads no browser driver and no database server."""
    for name in ("requirements.lock", "requirements-dev.lock"):
        words = (ROOT / name).read_text("utf-8")
        assert "://" not in words
        pins = re.findall(r"^[a-z0-9][\w.-]*(?:\[[\w,-]+\])?==\S+", words, re.MULTILINE | re.IGNORECASE)
        assert len(pins) > 20
        assert words.count("--hash=sha256:") >= len(pins)
    running = (ROOT / "requirements.lock").read_text("utf-8")
    assert re.findall(r"^(?:playwright|pytest|[\w-]*pgserver)\b.*", running, re.MULTILINE) == []
