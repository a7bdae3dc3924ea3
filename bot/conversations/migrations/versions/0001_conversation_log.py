"""The conversation log.

Revision 0001, after nothing.
"""

import sqlalchemy as sa
from alembic import op

from bot.conversations.schema import Moment

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "conversations",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("reference", sa.String(9), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("municipality", sa.String(64)),
        sa.Column("last_number", sa.Integer, nullable=False),
        sa.Column("started_at", Moment, nullable=False),
        sa.Column("active_at", Moment, nullable=False),
        sa.Column("closed_at", Moment),
        sa.Column("closed_reason", sa.String(16)),
        sa.PrimaryKeyConstraint("id", name="pk_conversations"),
        sa.UniqueConstraint("reference", name="uq_conversations_reference"),
        sa.UniqueConstraint("token_hash", name="uq_conversations_token_hash"),
    )
    op.create_index("ix_conversations_open", "conversations", ["closed_at", "active_at"])
    op.create_table(
        "entries",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), nullable=False, autoincrement=True),
        sa.Column("conversation_id", sa.String(32), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("data", sa.JSON, nullable=False),
        sa.Column("client_id", sa.String(64)),
        sa.Column("answers", sa.Integer),
        sa.PrimaryKeyConstraint("id", name="pk_entries"),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name="fk_entries_conversation_id", ondelete="CASCADE"
        ),
        sa.UniqueConstraint("conversation_id", "number", name="uq_entries_conversation_id_number"),
        sa.UniqueConstraint("conversation_id", "client_id", name="uq_entries_conversation_id_client_id"),
    )
    op.create_table(
        "unanswered",
        sa.Column("conversation_id", sa.String(32), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("conversation_id", "number", name="pk_unanswered"),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name="fk_unanswered_conversation_id", ondelete="CASCADE"
        ),
    )
    op.create_table(
        "erasures",
        sa.Column("conversation_id", sa.String(32), nullable=False),
        sa.Column("asked_at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("conversation_id", name="pk_erasures"),
    )


def downgrade() -> None:
    """Take the tables away again."""
    for table in ("erasures", "unanswered", "entries", "conversations"):
        op.drop_table(table)
