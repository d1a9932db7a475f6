"""compliments

A downgrade drops all compliments, also those that stood on boards before they had tables of their own.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from storage.base import UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

COMPLIMENTS = 1  # the block of a board
AT_ONCE = 500  # rows in a statement
COMPLIMENT = sa.table(
    "compliments",
    *(sa.column(name) for name in ("org", "team", "kind", "giver", "named", "whole_team", "state", "place")),
    *(sa.column(name) for name in ("origin", "day", "edited", "reported", "also", "reminded", "thanked", "former_on")),
    sa.column("text", sa.JSON(none_as_null=True)),
    sa.column("at", UtcDateTime()),
    sa.column("published_at", UtcDateTime()),
    sa.column("read_at", UtcDateTime()),
)


def upgrade() -> None:
    op.create_table(
        "compliment_preferences",
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("preference", sa.String(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("org", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_compliment_preferences")),
        sa.UniqueConstraint("org", "id", name=op.f("uq_compliment_preferences_org_id")),
        sa.UniqueConstraint("org", "person", name=op.f("uq_compliment_preferences_org_person")),
    )
    op.create_table(
        "compliment_settings",
        sa.Column("prompts", sa.Boolean(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("clock", sa.Time(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("unanswered", sa.Integer(), nullable=False),
        sa.Column("prompted_on", sa.Date(), nullable=True),
        sa.Column("team", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("org", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["org", "team"], ["teams.org", "teams.id"], name=op.f("fk_compliment_settings_org_team")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_compliment_settings")),
        sa.UniqueConstraint("org", "id", name=op.f("uq_compliment_settings_org_id")),
        sa.UniqueConstraint("org", "team", name=op.f("uq_compliment_settings_org_team")),
    )
    op.create_table(
        "compliments",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("giver", sa.String(), nullable=True),
        sa.Column("named", sa.Boolean(), nullable=False),
        sa.Column("whole_team", sa.Boolean(), nullable=False),
        sa.Column("text", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("meaning", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("origin", sa.Date(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("edited", sa.Boolean(), nullable=False),
        sa.Column("reported", sa.Boolean(), nullable=False),
        sa.Column("also", sa.Boolean(), nullable=False),
        sa.Column("picked", sa.String(), nullable=True),
        sa.Column("thanks_by", sa.String(), nullable=True),
        sa.Column("thanks_on", sa.Date(), nullable=True),
        sa.Column("reminded", sa.Boolean(), nullable=False),
        sa.Column("thanked", sa.Boolean(), nullable=False),
        sa.Column("former_on", sa.Date(), nullable=True),
        sa.Column("team", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("org", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["org", "team"], ["teams.org", "teams.id"], name=op.f("fk_compliments_org_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_compliments")),
        sa.UniqueConstraint("org", "id", name=op.f("uq_compliments_org_id")),
    )
    with op.batch_alter_table("compliments") as batch_op:
        batch_op.create_index("ix_compliments_day", ["org", "team", "day"], unique=False)
        batch_op.create_index("ix_compliments_giver", ["org", "giver", "origin"], unique=False)
        batch_op.create_index("ix_compliments_origin", ["org", "origin"], unique=False)
        batch_op.create_index("ix_compliments_picked", ["org", "team", "picked"], unique=False)
        batch_op.create_index("ix_compliments_place", ["org", "team", "place"], unique=False)
        batch_op.create_index("ix_compliments_read", ["org", "team", "read_at"], unique=False)
        batch_op.create_index("ix_compliments_thanks", ["org", "thanks_by"], unique=False)

    op.create_table(
        "compliment_receivers",
        sa.Column("compliment", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(), nullable=True),
        sa.Column("choice", sa.String(), nullable=False),
        sa.Column("batch", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("thanked", sa.Boolean(), nullable=False),
        sa.Column("former_on", sa.Date(), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("org", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["org", "compliment"],
            ["compliments.org", "compliments.id"],
            name=op.f("fk_compliment_receivers_org_compliment"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_compliment_receivers")),
        sa.UniqueConstraint("org", "compliment", "person", name=op.f("uq_compliment_receivers_org_compliment_person")),
        sa.UniqueConstraint("org", "id", name=op.f("uq_compliment_receivers_org_id")),
    )
    with op.batch_alter_table("compliment_receivers") as batch_op:
        batch_op.create_index("ix_compliment_receivers_person", ["org", "person", "batch"], unique=False)

    with op.batch_alter_table("people") as batch_op:
        batch_op.add_column(sa.Column("full_name", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("handle", sa.String(), nullable=False, server_default=""))
    _move()


def _move() -> None:
    """What stood in the first block of the boards until now was a text from a customer, and a giver."""
    names = ("id", "org", "team", "author", "named", "text", "day", "origin", "edited", "hidden", "reported")
    columns = (*names, "former_on", "block")
    items = sa.table("dagstart_items", *(sa.column(name) for name in columns), sa.column("at", UtcDateTime()))
    bind = op.get_bind()
    rows = bind.execute(sa.select(items).where(items.c.block == COMPLIMENTS).order_by(items.c.id)).all()
    for start in range(0, len(rows), AT_ONCE):
        bind.execute(sa.insert(COMPLIMENT), [_compliment(row) for row in rows[start : start + AT_ONCE]])
    bind.execute(sa.delete(items).where(items.c.block == COMPLIMENTS))


def _compliment(row: Any) -> dict[str, Any]:
    state = "WITHDRAWN" if row.text is None else "HIDDEN" if row.hidden else "PUBLISHED"
    return {
        **{name: getattr(row, name) for name in ("org", "team", "named", "at", "origin", "day", "edited", "reported")},
        "kind": "customer",
        "giver": row.author,
        "whole_team": False,
        "text": None if row.text is None else [row.text],
        "state": state,
        "published_at": row.at,
        "read_at": row.at if row.day is not None else None,
        "place": "board" if row.day is not None else "waiting",
        "also": False,
        "reminded": False,
        "thanked": False,
        "former_on": row.former_on,
    }


def downgrade() -> None:
    with op.batch_alter_table("people") as batch_op:
        batch_op.drop_column("handle")
        batch_op.drop_column("full_name")

    with op.batch_alter_table("compliment_receivers") as batch_op:
        batch_op.drop_index("ix_compliment_receivers_person")

    op.drop_table("compliment_receivers")
    with op.batch_alter_table("compliments") as batch_op:
        batch_op.drop_index("ix_compliments_thanks")
        batch_op.drop_index("ix_compliments_read")
        batch_op.drop_index("ix_compliments_place")
        batch_op.drop_index("ix_compliments_picked")
        batch_op.drop_index("ix_compliments_origin")
        batch_op.drop_index("ix_compliments_giver")
        batch_op.drop_index("ix_compliments_day")

    op.drop_table("compliments")
    op.drop_table("compliment_settings")
    op.drop_table("compliment_preferences")
