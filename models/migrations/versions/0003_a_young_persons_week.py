"""a young person's week."""

import sqlalchemy as sa
from alembic import op

from models.base import Json, UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Towards the newer schema."""
    op.create_table(
        "terms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("is_break", sa.Boolean(), nullable=False),
        sa.Column("set_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_terms")),
    )
    op.create_table(
        "announcements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", UtcDateTime(), nullable=False),
        sa.Column("sent_at", UtcDateTime(), nullable=True),
        sa.Column("undone_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["author_id"], ["people.id"], name=op.f("fk_announcements_author_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["sessions.id"], name=op.f("fk_announcements_session_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcements")),
    )
    with op.batch_alter_table("announcements", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_announcements_session_id"), ["session_id"], unique=False)

    op.create_table(
        "calendar_imports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("read", Json(), nullable=False),
        sa.Column("leader_id", sa.Integer(), nullable=True),
        sa.Column("shown", sa.String(length=64), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("done_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["leader_id"], ["people.id"], name=op.f("fk_calendar_imports_leader_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_calendar_imports_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_imports")),
    )
    with op.batch_alter_table("calendar_imports", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_calendar_imports_person_id"), ["person_id"], unique=False)

    op.create_table(
        "waiting",
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.Column("offered_until", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_waiting_person_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["session_id"], ["sessions.id"], name=op.f("fk_waiting_session_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("session_id", "person_id", name=op.f("pk_waiting")),
    )
    with op.batch_alter_table("waiting", schema=None) as batch_op:
        batch_op.create_index("ix_waiting_offered_until", ["offered_until"], unique=False)
        batch_op.create_index("ix_waiting_session_id_since", ["session_id", "since"], unique=False)

    op.create_table(
        "attendance",
        sa.Column("occurrence_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("reply", sa.String(length=12), nullable=True),
        sa.Column("replied_at", UtcDateTime(), nullable=True),
        sa.Column("why_entry_id", sa.Integer(), nullable=True),
        sa.Column("unreached_at", UtcDateTime(), nullable=True),
        sa.Column("mark", sa.String(length=12), nullable=True),
        sa.Column("marked_at", UtcDateTime(), nullable=True),
        sa.Column("marked_by_id", sa.Integer(), nullable=True),
        sa.Column("off_told_at", UtcDateTime(), nullable=True),
        sa.Column("off_seen_at", UtcDateTime(), nullable=True),
        sa.Column("already_there_at", UtcDateTime(), nullable=True),
        sa.Column("felt", sa.Integer(), nullable=True),
        sa.Column("felt_at", UtcDateTime(), nullable=True),
        sa.Column("felt_words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["marked_by_id"], ["people.id"], name=op.f("fk_attendance_marked_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["occurrence_id"], ["occurrences.id"], name=op.f("fk_attendance_occurrence_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_attendance_person_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["why_entry_id"], ["entries.id"], name=op.f("fk_attendance_why_entry_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("occurrence_id", "person_id", name=op.f("pk_attendance")),
    )
    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.create_index("ix_attendance_person_id", ["person_id", "occurrence_id"], unique=False)

    op.create_table(
        "reached",
        sa.Column("announcement_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("settled_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["announcement_id"], ["announcements.id"], name=op.f("fk_reached_announcement_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_reached_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("announcement_id", "person_id", name=op.f("pk_reached")),
    )
    with op.batch_alter_table("reached", schema=None) as batch_op:
        batch_op.create_index("ix_reached_person_id", ["person_id"], unique=False)

    with op.batch_alter_table("occurrences", schema=None) as batch_op:
        batch_op.add_column(sa.Column("tutor_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("out_of_term", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("calendar_key", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("asked_at", UtcDateTime(), nullable=True))
        batch_op.create_index(
            "ix_occurrences_unasked",
            ["ends_at"],
            unique=False,
            sqlite_where=sa.text("asked_at IS NULL"),
            postgresql_where=sa.text("asked_at IS NULL"),
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_occurrences_tutor_id"), "people", ["tutor_id"], ["id"], ondelete="SET NULL"
        )
        batch_op.create_index("ix_occurrences_ends_at", ["ends_at"], unique=False)

    with op.batch_alter_table("holds", schema=None) as batch_op:
        batch_op.add_column(sa.Column("kind", sa.String(length=12), nullable=True))

    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.add_column(sa.Column("remind_before", Json(), nullable=True))
        batch_op.add_column(sa.Column("quiet", sa.String(length=11), nullable=True))

    with op.batch_alter_table("sessions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("link", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("capacity", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("all_year", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("calendar_uid", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("calendar", sa.Text(), nullable=True))
        batch_op.create_index("ix_sessions_calendar_uid", ["calendar_uid"], unique=False)


def downgrade() -> None:
    """Back to the older one."""
    with op.batch_alter_table("sessions", schema=None) as batch_op:
        batch_op.drop_index("ix_sessions_calendar_uid")
        batch_op.drop_column("calendar")
        batch_op.drop_column("calendar_uid")
        batch_op.drop_column("all_year")
        batch_op.drop_column("capacity")
        batch_op.drop_column("link")

    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.drop_column("quiet")
        batch_op.drop_column("remind_before")

    with op.batch_alter_table("holds", schema=None) as batch_op:
        batch_op.drop_column("kind")

    with op.batch_alter_table("occurrences", schema=None) as batch_op:
        batch_op.drop_index("ix_occurrences_ends_at")
        batch_op.drop_constraint(batch_op.f("fk_occurrences_tutor_id"), type_="foreignkey")
        batch_op.drop_index("ix_occurrences_unasked")
        batch_op.drop_column("asked_at")
        batch_op.drop_column("calendar_key")
        batch_op.drop_column("out_of_term")
        batch_op.drop_column("tutor_id")

    with op.batch_alter_table("reached", schema=None) as batch_op:
        batch_op.drop_index("ix_reached_person_id")

    op.drop_table("reached")
    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.drop_index("ix_attendance_person_id")

    op.drop_table("attendance")
    with op.batch_alter_table("waiting", schema=None) as batch_op:
        batch_op.drop_index("ix_waiting_session_id_since")
        batch_op.drop_index("ix_waiting_offered_until")

    op.drop_table("waiting")
    with op.batch_alter_table("calendar_imports", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_calendar_imports_person_id"))

    op.drop_table("calendar_imports")
    with op.batch_alter_table("announcements", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_announcements_session_id"))

    op.drop_table("announcements")
    op.drop_table("terms")
