"""how often nobody knows whether a message went out is counted apart from how often it was refused"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("cards", "outbox"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column("unclear", sa.Integer(), server_default="0", nullable=False))


def downgrade() -> None:
    for table in ("outbox", "cards"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column("unclear")
