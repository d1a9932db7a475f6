"""people, nudges, and a sealed log"""

import sqlalchemy as sa
from alembic import op

from storage.audit import START, digest, sealed
from storage.base import UtcDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit_heads",
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("seal", sa.String(), nullable=False),
        sa.Column("forgotten", sa.Integer(), nullable=False),
        sa.Column("forgotten_digest", sa.String(), nullable=False),
        sa.Column("forgotten_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("org", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_heads")),
        sa.UniqueConstraint("org", "id", name=op.f("uq_audit_heads_org_id")),
        sa.UniqueConstraint("org", name=op.f("uq_audit_heads_org")),
    )
    op.create_table(
        "mutes",
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("ritual", sa.String(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("org", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mutes")),
        sa.UniqueConstraint("org", "id", name=op.f("uq_mutes_org_id")),
        sa.UniqueConstraint("org", "person", "ritual", name=op.f("uq_mutes_org_person_ritual")),
    )
    op.create_table(
        "nudge_backoffs",
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("ritual", sa.String(), nullable=False),
        sa.Column("sent", sa.Integer(), nullable=False),
        sa.Column("skipped_on", sa.Date(), nullable=True),
        sa.Column("asked", sa.Boolean(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("org", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nudge_backoffs")),
        sa.UniqueConstraint("org", "id", name=op.f("uq_nudge_backoffs_org_id")),
        sa.UniqueConstraint("org", "person", "ritual", name=op.f("uq_nudge_backoffs_org_person_ritual")),
    )
    op.create_table(
        "nudges",
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("morning", sa.Boolean(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("later", sa.Boolean(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("org", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nudges")),
        sa.UniqueConstraint("org", "id", name=op.f("uq_nudges_org_id")),
        sa.UniqueConstraint("org", "person", "day", name=op.f("uq_nudges_org_person_day")),
    )
    op.create_table(
        "org_roles",
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("exec", sa.String(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("org", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_org_roles")),
        sa.UniqueConstraint("org", "id", name=op.f("uq_org_roles_org_id")),
        sa.UniqueConstraint("org", "role", "person", "exec", name=op.f("uq_org_roles_org_role_person_exec")),
    )
    with op.batch_alter_table("audit") as batch_op:
        batch_op.add_column(sa.Column("number", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("seal", sa.String(), nullable=True))
    _seal()
    with op.batch_alter_table("audit") as batch_op:
        batch_op.alter_column("number", existing_type=sa.Integer(), nullable=False)
        batch_op.alter_column("seal", existing_type=sa.String(), nullable=False)
        batch_op.create_index("ix_audit_at", ["org", "at"], unique=False)
        batch_op.create_unique_constraint(batch_op.f("uq_audit_org_number"), ["org", "number"])

    with op.batch_alter_table("dagstart_days", schema=None) as batch_op:
        batch_op.add_column(sa.Column("notes_by", sa.String(), nullable=True))

    with op.batch_alter_table("organisations", schema=None) as batch_op:
        batch_op.add_column(sa.Column("channel", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("contact", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("k", sa.Integer(), server_default="5", nullable=False))
        batch_op.add_column(sa.Column("gate", sa.String(), server_default="CLOSED", nullable=False))
        batch_op.add_column(sa.Column("gate_position", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("gate_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("gate_reference", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("retention", sa.JSON(), server_default="{}", nullable=False))
        batch_op.add_column(sa.Column("nudges_a_day", sa.Integer(), server_default="1", nullable=False))
        batch_op.add_column(sa.Column("nudges_a_week", sa.Integer(), server_default="4", nullable=False))
        batch_op.add_column(sa.Column("window_first", sa.Time(), server_default="08:30:00", nullable=False))
        batch_op.add_column(sa.Column("window_last", sa.Time(), server_default="17:30:00", nullable=False))
        batch_op.add_column(sa.Column("bundle_time", sa.Time(), server_default="08:45:00", nullable=False))

    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.add_column(sa.Column("changes_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("next_pattern", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("next_home", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("nudges_a_week", sa.Integer(), nullable=True))

    with op.batch_alter_table("teams", schema=None) as batch_op:
        batch_op.add_column(sa.Column("findable", sa.Boolean(), server_default=sa.true(), nullable=False))


def _seal() -> None:
    """Entries of before are numbered and sealed in the order in which they were written."""
    audit = sa.table(
        "audit",
        *(sa.column(name) for name in ("id", "org", "number", "team", "person", "what", "seal")),
        sa.column("at", UtcDateTime()),
    )
    heads = sa.table(
        "audit_heads", *(sa.column(name) for name in ("org", "last", "seal", "forgotten", "forgotten_digest"))
    )
    bind = op.get_bind()
    last: dict[str, tuple[int, str]] = {}
    for row in bind.execute(sa.select(audit).order_by(audit.c.id)).all():
        before, seal = last.get(row.org, (0, START))
        number = before + 1
        seal = sealed(digest(row.org, seal, number, row.team, row.person, row.what), row.at)
        bind.execute(sa.update(audit).where(audit.c.id == row.id).values(number=number, seal=seal))
        last[row.org] = number, seal
    for org, (number, seal) in last.items():
        bind.execute(sa.insert(heads).values(org=org, last=number, seal=seal, forgotten=0, forgotten_digest=START))


def downgrade() -> None:
    with op.batch_alter_table("teams", schema=None) as batch_op:
        batch_op.drop_column("findable")

    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.drop_column("nudges_a_week")
        batch_op.drop_column("next_home")
        batch_op.drop_column("next_pattern")
        batch_op.drop_column("changes_on")

    with op.batch_alter_table("organisations", schema=None) as batch_op:
        batch_op.drop_column("bundle_time")
        batch_op.drop_column("window_last")
        batch_op.drop_column("window_first")
        batch_op.drop_column("nudges_a_week")
        batch_op.drop_column("nudges_a_day")
        batch_op.drop_column("retention")
        batch_op.drop_column("gate_reference")
        batch_op.drop_column("gate_on")
        batch_op.drop_column("gate_position")
        batch_op.drop_column("gate")
        batch_op.drop_column("k")
        batch_op.drop_column("contact")
        batch_op.drop_column("channel")

    with op.batch_alter_table("dagstart_days", schema=None) as batch_op:
        batch_op.drop_column("notes_by")

    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_audit_org_number"), type_="unique")
        batch_op.drop_index("ix_audit_at")
        batch_op.drop_column("seal")
        batch_op.drop_column("number")

    op.drop_table("org_roles")
    op.drop_table("nudges")
    op.drop_table("nudge_backoffs")
    op.drop_table("mutes")
    op.drop_table("audit_heads")
