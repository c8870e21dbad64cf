"""Writes the next migration from what changed in the models: `python tools/new_migration.py "what changes"`."""

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from alembic import command

from models.migrate import FOLDER, alembic_config


def main() -> None:
    """Compares a fresh database at the newest revision with the models."""
    number = len(list((FOLDER / "versions").glob("[0-9]*.py"))) + 1
    with tempfile.TemporaryDirectory() as folder:
        config = alembic_config(f"sqlite:///{folder}/empty.db")
        command.upgrade(config, "head")
        command.revision(config, sys.argv[1], autogenerate=True, rev_id=f"{number:04}")


if __name__ == "__main__":
    main()
