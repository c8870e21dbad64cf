"""Writes the next migration from what changed in the models: `python tools/new_migration.py "what changes"`."""

import shutil
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from alembic import command

from models.migrate import FOLDER, alembic_config


def main() -> None:
    """Compares a fresh database at the newest revision with the models; the first number that is missing is made."""
    known = sorted(path.name[:4] for path in (FOLDER / "versions").glob("[0-9]*.py"))
    number = next(n for n in range(1, len(known) + 2) if f"{n:04}" not in known)
    with tempfile.TemporaryDirectory() as folder:
        # In a copy that ends before it: the later ones have nothing to stand on until it is there again.
        scripts = Path(folder) / "migrations"
        shutil.copytree(FOLDER, scripts, ignore=shutil.ignore_patterns("__pycache__"))
        for path in (scripts / "versions").glob("[0-9]*.py"):
            if int(path.name[:4]) > number:
                path.unlink()
        config = alembic_config(f"sqlite:///{folder}/empty.db")
        config.set_main_option("script_location", str(scripts))
        command.upgrade(config, "head")
        command.revision(config, sys.argv[1], autogenerate=True, rev_id=f"{number:04}")
        for path in (scripts / "versions").glob(f"{number:04}*.py"):
            shutil.copy(path, FOLDER / "versions" / path.name)


if __name__ == "__main__":
    main()
