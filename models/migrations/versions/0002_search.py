"""the index behind /search: FTS5 on SQLite, tsvector on PostgreSQL

Revision ID: 0002
Revises: 0001
"""

from alembic import op

from models import search

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    search.create(op.get_bind())


def downgrade() -> None:
    search.drop(op.get_bind())
