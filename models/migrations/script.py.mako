"""${message}."""

import sqlalchemy as sa
from alembic import op

from models.base import Json, UtcDateTime
${imports if imports else ""}

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Towards the newer schema."""
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    """Back to the older one."""
    ${downgrades if downgrades else "pass"}
