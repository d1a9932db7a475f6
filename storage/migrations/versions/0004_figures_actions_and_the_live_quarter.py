"""figures actions and the live quarter"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "improvement_actions",
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("effect", sa.String(), nullable=False),
        sa.Column("evidence", sa.String(), nullable=True),
        sa.Column("link", sa.String(), nullable=True),
        sa.Column("proposer", sa.String(), nullable=True),
        sa.Column("asked", sa.String(), nullable=True),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("check_on", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("result", sa.String(), nullable=True),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("extensions", sa.Integer(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.Column("still_asked_on", sa.Date(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("put_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asks", sa.Integer(), nullable=False),
        sa.Column("delayed", sa.Boolean(), nullable=False),
        sa.Column("ownerless_on", sa.Date(), nullable=True),
        sa.Column("former_on", sa.Date(), nullable=True),
        sa.Column("team", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("org", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["org", "team"], ["teams.org", "teams.id"], name=op.f("fk_improvement_actions_org_team")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_improvement_actions")),
        sa.UniqueConstraint("org", "id", name=op.f("uq_improvement_actions_org_id")),
    )
    op.create_index("ix_improvement_actions_asked", "improvement_actions", ["org", "asked"])
    op.create_index("ix_improvement_actions_link", "improvement_actions", ["org", "link"])
    op.create_index("ix_improvement_actions_owner", "improvement_actions", ["org", "owner"])
    op.create_index("ix_improvement_actions_proposer", "improvement_actions", ["org", "proposer"])
    op.create_index("ix_improvement_actions_team", "improvement_actions", ["org", "team", "state"])
    op.create_index("ix_improvement_actions_told", "improvement_actions", ["org", "team", "told_on"])

    op.create_table(
        "action_questions",
        sa.Column("action", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("org", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["org", "action"],
            ["improvement_actions.org", "improvement_actions.id"],
            name=op.f("fk_action_questions_org_action"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_questions")),
        sa.UniqueConstraint("org", "action", "person", name=op.f("uq_action_questions_org_action_person")),
        sa.UniqueConstraint("org", "id", name=op.f("uq_action_questions_org_id")),
    )
    op.create_index("ix_action_questions_person", "action_questions", ["org", "person", "day"])

    op.create_table(
        "kpis",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("better", sa.String(), nullable=False),
        sa.Column("target", sa.Integer(), nullable=True),
        sa.Column("drivers", sa.String(), nullable=True),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("deputy", sa.String(), nullable=True),
        sa.Column("days", sa.String(), nullable=False),
        sa.Column("decimals", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("advised_on", sa.Date(), nullable=True),
        sa.Column("ownerless_on", sa.Date(), nullable=True),
        sa.Column("team", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("org", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["org", "team"], ["teams.org", "teams.id"], name=op.f("fk_kpis_org_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kpis")),
        sa.UniqueConstraint("org", "id", name=op.f("uq_kpis_org_id")),
    )
    op.create_index("ix_kpis_deputy", "kpis", ["org", "deputy"])
    op.create_index("ix_kpis_owner", "kpis", ["org", "owner"])
    op.create_index("ix_kpis_team", "kpis", ["org", "team", "state"])

    op.create_table(
        "kpi_values",
        sa.Column("kpi", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=True),
        sa.Column("remark", sa.String(), nullable=True),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.Column("edited", sa.Boolean(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("org", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["org", "kpi"], ["kpis.org", "kpis.id"], name=op.f("fk_kpi_values_org_kpi"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kpi_values")),
        sa.UniqueConstraint("org", "id", name=op.f("uq_kpi_values_org_id")),
        sa.UniqueConstraint("org", "kpi", "day", name=op.f("uq_kpi_values_org_kpi_day")),
    )
    op.create_index("ix_kpi_values_day", "kpi_values", ["org", "day"])

    with op.batch_alter_table("dagstart_days", schema=None) as batch_op:
        batch_op.add_column(sa.Column("live", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("live_until", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("parked", sa.JSON(), server_default="[]", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("dagstart_days", schema=None) as batch_op:
        batch_op.drop_column("parked")
        batch_op.drop_column("live_until")
        batch_op.drop_column("live")

    op.drop_index("ix_kpi_values_day", "kpi_values")

    op.drop_table("kpi_values")
    op.drop_index("ix_kpis_team", "kpis")
    op.drop_index("ix_kpis_owner", "kpis")
    op.drop_index("ix_kpis_deputy", "kpis")

    op.drop_table("kpis")
    op.drop_index("ix_action_questions_person", "action_questions")

    op.drop_table("action_questions")
    op.drop_index("ix_improvement_actions_told", "improvement_actions")
    op.drop_index("ix_improvement_actions_team", "improvement_actions")
    op.drop_index("ix_improvement_actions_proposer", "improvement_actions")
    op.drop_index("ix_improvement_actions_owner", "improvement_actions")
    op.drop_index("ix_improvement_actions_link", "improvement_actions")
    op.drop_index("ix_improvement_actions_asked", "improvement_actions")

    op.drop_table("improvement_actions")
