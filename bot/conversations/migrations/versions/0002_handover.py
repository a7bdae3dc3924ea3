"""Handover to a person, the desk, call-backs, retention.

Revision 0002, after 0001. Columns are added in place: making a table anew would, in SQLite, take
along what hangs on it.
"""

import sqlalchemy as sa
from alembic import op

from bot.conversations.schema import Moment

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TABLES = (
    "staff",
    "staff_sessions",
    "login_failures",
    "notes",
    "callbacks",
    "readings",
    "waits",
    "deliveries",
    "purges",
)
ROBOT_HAS, CLOSED = "robot", "closed"
ONE_STATE = (
    "state IN ('robot', 'waiting', 'person', 'closed')"
    " AND (state = 'person') = (staff_id IS NOT NULL)"
    " AND (state = 'closed') = (closed_at IS NOT NULL)"
)
COLUMNS = (
    "returned_at",
    "claimed_at",
    "asked_at",
    "asked_why",
    "asked_unit",
    "asked_municipality",
    "staff_id",
    "state",
)


def upgrade() -> None:
    """Add what handover needs."""
    op.add_column("conversations", sa.Column("state", sa.String(16), nullable=False, server_default=ROBOT_HAS))
    op.execute(f"UPDATE conversations SET state = '{CLOSED}' WHERE closed_at IS NOT NULL")
    # A check can come with a column in both databases, by itself in PostgreSQL alone.
    check = f"CONSTRAINT ck_conversations_one_state CHECK ({ONE_STATE})"
    op.execute(f"ALTER TABLE conversations ADD COLUMN staff_id INTEGER {check}")
    op.add_column("conversations", sa.Column("asked_municipality", sa.String(64)))
    op.add_column("conversations", sa.Column("asked_unit", sa.String(120)))
    op.add_column("conversations", sa.Column("asked_why", sa.String(16)))
    for name in ("asked_at", "claimed_at", "returned_at"):
        op.add_column("conversations", sa.Column(name, Moment))
    op.create_index("ix_conversations_desk", "conversations", ["state", "asked_municipality", "asked_at"])
    _make_tables()


def downgrade() -> None:
    """Take it away again."""
    for name in reversed(TABLES):
        op.drop_table(name)
    op.drop_index("ix_conversations_desk", "conversations")
    for name in COLUMNS:
        op.drop_column("conversations", name)


def _make_tables() -> None:
    op.create_table(
        "staff",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("shown_name", sa.String(length=120), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("municipalities", sa.JSON(), nullable=False),
        sa.Column("units", sa.JSON(), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", Moment, nullable=False),
        sa.Column("seen_at", Moment, nullable=True),
        sa.Column("away_reason", sa.String(length=120), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_staff"),
        sa.UniqueConstraint("name", name="uq_staff_name"),
    )
    op.create_table(
        "login_failures",
        sa.Column("name_hash", sa.String(length=64), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("failed_at", Moment, nullable=False),
        sa.Column("locked_until", Moment, nullable=True),
        sa.PrimaryKeyConstraint("name_hash", name="pk_login_failures"),
    )
    op.create_table(
        "staff_sessions",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("csrf", sa.String(length=64), nullable=False),
        sa.Column("started_at", Moment, nullable=False),
        sa.Column("used_at", Moment, nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_staff_sessions_staff_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("token_hash", name="pk_staff_sessions"),
    )
    op.create_table(
        "notes",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(length=120), nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name="fk_notes_conversation_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_notes"),
    )
    op.create_index("ix_notes_conversation_id", "notes", ["conversation_id"], unique=False)
    op.create_table(
        "callbacks",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("receipt", sa.String(length=9), nullable=False),
        sa.Column("client_id", sa.String(length=64), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("municipality", sa.String(length=64), nullable=False),
        sa.Column("unit", sa.String(length=120), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("phone", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=120), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("asked_at", Moment, nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("handled_at", Moment, nullable=True),
        sa.Column("handled_by", sa.String(length=120), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name="fk_callbacks_conversation_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_callbacks"),
        sa.UniqueConstraint("conversation_id", "client_id", name="uq_callbacks_conversation_id_client_id"),
        sa.UniqueConstraint("receipt", name="uq_callbacks_receipt"),
    )
    op.create_index("ix_callbacks_municipality", "callbacks", ["municipality", "state", "asked_at"], unique=False)
    op.create_table(
        "readings",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(length=120), nullable=False),
        sa.Column("municipality", sa.String(length=64), nullable=False),
        sa.Column("what", sa.String(length=16), nullable=False),
        sa.Column("reference", sa.String(length=9), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_readings"),
    )
    op.create_index("ix_readings_municipality", "readings", ["municipality", "at"], unique=False)
    op.create_table(
        "waits",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("municipality", sa.String(length=64), nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_waits"),
    )
    op.create_index("ix_waits_municipality", "waits", ["municipality", "at"], unique=False)
    op.create_table(
        "deliveries",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("conversation_id", sa.String(length=120), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("made_at", Moment, nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_deliveries"),
    )
    op.create_index("ix_deliveries_conversation", "deliveries", ["conversation_id", "made_at"], unique=False)
    op.create_index("ix_deliveries_next_at", "deliveries", ["next_at"], unique=False)
    op.create_table(
        "purges",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("by", sa.String(length=120), nullable=False),
        sa.Column("municipality", sa.String(length=64), nullable=True),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_purges"),
    )
