"""Handover to a person, the desk, call-backs, retention.

Revision 0002, after 0001. Columns are added in place: making a table anew would, in SQLite, take
along what hangs on it.
"""

import sqlalchemy as sa
from alembic import op

from bot.conversations.schema import CLOSED, ONE_STATE, ROBOT_HAS, Moment, metadata

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
    metadata.create_all(op.get_bind(), [metadata.tables[name] for name in TABLES])


def downgrade() -> None:
    """Take it away again."""
    for name in reversed(TABLES):
        op.drop_table(name)
    op.drop_index("ix_conversations_desk", "conversations")
    for name in COLUMNS:
        op.drop_column("conversations", name)
