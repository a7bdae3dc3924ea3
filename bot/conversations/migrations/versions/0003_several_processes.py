"""Several services on one database: who works on a message, and who is alive.

Revision 0003, after 0002. What waits already belongs to nobody, and is adopted by whoever comes first.
"""

import sqlalchemy as sa
from alembic import op

from bot.conversations.schema import Moment

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what several services need."""
    op.add_column("unanswered", sa.Column("taken_by", sa.String(120)))
    op.create_index("ix_unanswered_taken_by", "unanswered", ["taken_by"])
    op.add_column("erasures", sa.Column("until", Moment))
    op.create_table(
        "services",
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("seen_at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_services"),
    )


def downgrade() -> None:
    """Take it away again."""
    op.drop_table("services")
    op.drop_column("erasures", "until")
    op.drop_index("ix_unanswered_taken_by", "unanswered")
    op.drop_column("unanswered", "taken_by")
