"""a message that waits knows since when, and which process is sending it"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("outbox", "cards"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column("since", sa.DateTime(timezone=True), nullable=True))
            batch_op.add_column(sa.Column("lease", sa.String(), nullable=True))


def downgrade() -> None:
    for table in ("outbox", "cards"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column("lease")
            batch_op.drop_column("since")
