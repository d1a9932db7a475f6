"""what is said knows in which line it stands, so that any process keeps to the order in which it was said"""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

SOME = 500  # rows written at once
OUTBOX = sa.table(
    "outbox",
    sa.column("id", sa.BigInteger),
    sa.column("org", sa.String),
    sa.column("kind", sa.String),
    sa.column("state", sa.String),
    sa.column("place", sa.JSON),
    sa.column("line", sa.String),
)


def upgrade() -> None:
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.add_column(sa.Column("line", sa.String(), server_default="", nullable=False))
        batch_op.create_index("ix_outbox_line", ["line", "id"], unique=False)
    left = OUTBOX.c.kind == "message", OUTBOX.c.state.in_(("held", "waiting", "unsure"))
    found = op.get_bind().execute(sa.select(OUTBOX.c.id, OUTBOX.c.org, OUTBOX.c.place).where(*left)).all()
    one = sa.update(OUTBOX).where(OUTBOX.c.id == sa.bindparam("row")).values(line=sa.bindparam("stands"))
    for at in range(0, len(found), SOME):
        rows = [{"row": row.id, "stands": _line(row.org, row.place)} for row in found[at : at + SOME]]
        op.get_bind().execute(one, rows)


def _line(org: str, place: Mapping[str, Any]) -> str:
    """As it is made of a place from this version on; empty for one that can't be read."""
    if place.get("channel"):
        return f"{org}/in {place['channel']}"
    if place.get("person"):
        return f"{org}/to {place['person']}"
    under = place.get("under")
    return f"{org}/under {under['card']} {under['about']}" if under else ""


def downgrade() -> None:
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index("ix_outbox_line")
        batch_op.drop_column("line")
