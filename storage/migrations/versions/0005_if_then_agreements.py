"""if then agreements"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "personal_agreements",
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("x", sa.String(), nullable=False),
        sa.Column("y", sa.String(), nullable=False),
        sa.Column("old", sa.String(), nullable=True),
        sa.Column("why", sa.String(), nullable=True),
        sa.Column("often", sa.String(), nullable=True),
        sa.Column("aid", sa.String(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=True),
        sa.Column("clock", sa.Time(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("activated_on", sa.Date(), nullable=True),
        sa.Column("aids_from", sa.Date(), nullable=True),
        sa.Column("asked", sa.String(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("org", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_personal_agreements")),
        sa.UniqueConstraint("org", "id", name=op.f("uq_personal_agreements_org_id")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_personal_agreements_person", "personal_agreements", ["org", "person", "state"])

    op.create_table(
        "agreement_look_backs",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("week", sa.Integer(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.Column("k", sa.Integer(), nullable=False),
        sa.Column("agreements", sa.JSON(), nullable=False),
        sa.Column("checks", sa.JSON(), nullable=False),
        sa.Column("team", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("org", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["org", "team"], ["teams.org", "teams.id"], name=op.f("fk_agreement_look_backs_org_team")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_look_backs")),
        sa.UniqueConstraint("org", "id", name=op.f("uq_agreement_look_backs_org_id")),
        sa.UniqueConstraint("org", "team", "year", "week", name=op.f("uq_agreement_look_backs_org_team_year_week")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "agreements",
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("x", sa.String(), nullable=False),
        sa.Column("y", sa.String(), nullable=False),
        sa.Column("old", sa.String(), nullable=True),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("often", sa.String(), nullable=True),
        sa.Column("aid", sa.String(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=True),
        sa.Column("clock", sa.Time(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("proposer", sa.String(), nullable=True),
        sa.Column("joined", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("activated_on", sa.Date(), nullable=True),
        sa.Column("aids_from", sa.Date(), nullable=True),
        sa.Column("checks", sa.String(), nullable=False),
        sa.Column("asked", sa.String(), nullable=False),
        sa.Column("checked", sa.Integer(), nullable=True),
        sa.Column("early", sa.Boolean(), nullable=False),
        sa.Column("silent", sa.Integer(), nullable=False),
        sa.Column("hushed", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("former_on", sa.Date(), nullable=True),
        sa.Column("team", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("org", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["org", "team"], ["teams.org", "teams.id"], name=op.f("fk_agreements_org_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreements")),
        sa.UniqueConstraint("org", "id", name=op.f("uq_agreements_org_id")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_agreements_proposer", "agreements", ["org", "proposer"])
    op.create_index("ix_agreements_team", "agreements", ["org", "team", "state"])

    op.create_table(
        "alsdan_settings",
        sa.Column("looks", sa.Boolean(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("clock", sa.Time(), nullable=False),
        sa.Column("left", sa.JSON(), nullable=False),
        sa.Column("team", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("org", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["org", "team"], ["teams.org", "teams.id"], name=op.f("fk_alsdan_settings_org_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alsdan_settings")),
        sa.UniqueConstraint("org", "id", name=op.f("uq_alsdan_settings_org_id")),
        sa.UniqueConstraint("org", "team", name=op.f("uq_alsdan_settings_org_team")),
    )
    op.create_table(
        "personal_answers",
        sa.Column("agreement", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("week", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("org", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["org", "agreement"],
            ["personal_agreements.org", "personal_agreements.id"],
            name=op.f("fk_personal_answers_org_agreement"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_personal_answers")),
        sa.UniqueConstraint(
            "org", "agreement", "year", "week", name=op.f("uq_personal_answers_org_agreement_year_week")
        ),
        sa.UniqueConstraint("org", "id", name=op.f("uq_personal_answers_org_id")),
    )
    op.create_table(
        "agreement_aids",
        sa.Column("agreement", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("board", sa.Boolean(), nullable=False),
        sa.Column("team", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("org", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["org", "agreement"],
            ["agreements.org", "agreements.id"],
            name=op.f("fk_agreement_aids_org_agreement"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["org", "team"], ["teams.org", "teams.id"], name=op.f("fk_agreement_aids_org_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_aids")),
        sa.UniqueConstraint("org", "agreement", "day", name=op.f("uq_agreement_aids_org_agreement_day")),
        sa.UniqueConstraint("org", "id", name=op.f("uq_agreement_aids_org_id")),
    )
    op.create_index("ix_agreement_aids_team", "agreement_aids", ["org", "team", "day"])

    op.create_table(
        "agreement_answers",
        sa.Column("look_back", sa.Integer(), nullable=False),
        sa.Column("agreement", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("by_itself", sa.Integer(), nullable=True),
        sa.Column("slips", sa.Boolean(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("org", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["org", "agreement"],
            ["agreements.org", "agreements.id"],
            name=op.f("fk_agreement_answers_org_agreement"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["org", "look_back"],
            ["agreement_look_backs.org", "agreement_look_backs.id"],
            name=op.f("fk_agreement_answers_org_look_back"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_answers")),
        sa.UniqueConstraint("org", "id", name=op.f("uq_agreement_answers_org_id")),
        sa.UniqueConstraint(
            "org", "look_back", "agreement", "person", name=op.f("uq_agreement_answers_org_look_back_agreement_person")
        ),
    )
    op.create_index("ix_agreement_answers_person", "agreement_answers", ["org", "person"])

    op.create_table(
        "agreement_joiners",
        sa.Column("agreement", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("org", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["org", "agreement"],
            ["agreements.org", "agreements.id"],
            name=op.f("fk_agreement_joiners_org_agreement"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_joiners")),
        sa.UniqueConstraint("org", "agreement", "person", name=op.f("uq_agreement_joiners_org_agreement_person")),
        sa.UniqueConstraint("org", "id", name=op.f("uq_agreement_joiners_org_id")),
    )
    op.create_index("ix_agreement_joiners_person", "agreement_joiners", ["org", "person"])

    op.create_table(
        "agreement_learned",
        sa.Column("agreement", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("org", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["org", "agreement"],
            ["agreements.org", "agreements.id"],
            name=op.f("fk_agreement_learned_org_agreement"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_learned")),
        sa.UniqueConstraint("org", "id", name=op.f("uq_agreement_learned_org_id")),
    )
    op.create_index("ix_agreement_learned_agreement", "agreement_learned", ["org", "agreement"])

    op.create_table(
        "agreement_proposals",
        sa.Column("agreement", sa.Integer(), nullable=False),
        sa.Column("choice", sa.String(), nullable=False),
        sa.Column("x", sa.String(), nullable=True),
        sa.Column("y", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("by", sa.String(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("org", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["org", "agreement"],
            ["agreements.org", "agreements.id"],
            name=op.f("fk_agreement_proposals_org_agreement"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_proposals")),
        sa.UniqueConstraint("org", "id", name=op.f("uq_agreement_proposals_org_id")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_agreement_proposals_by", "agreement_proposals", ["org", "by"])

    op.create_table(
        "agreement_results",
        sa.Column("agreement", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("week", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("line", sa.String(), nullable=False),
        sa.Column("did", sa.Integer(), nullable=True),
        sa.Column("old", sa.Integer(), nullable=True),
        sa.Column("none", sa.Integer(), nullable=True),
        sa.Column("halves", sa.Integer(), nullable=True),
        sa.Column("slipped", sa.Boolean(), nullable=False),
        sa.Column("members", sa.Integer(), nullable=True),
        sa.Column("k", sa.Integer(), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("org", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["org", "agreement"],
            ["agreements.org", "agreements.id"],
            name=op.f("fk_agreement_results_org_agreement"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_results")),
        sa.UniqueConstraint(
            "org", "agreement", "year", "week", name=op.f("uq_agreement_results_org_agreement_year_week")
        ),
        sa.UniqueConstraint("org", "id", name=op.f("uq_agreement_results_org_id")),
    )
    op.create_table(
        "agreement_versions",
        sa.Column("agreement", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("x", sa.String(), nullable=False),
        sa.Column("y", sa.String(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("org", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["org", "agreement"],
            ["agreements.org", "agreements.id"],
            name=op.f("fk_agreement_versions_org_agreement"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_versions")),
        sa.UniqueConstraint("org", "agreement", "version", name=op.f("uq_agreement_versions_org_agreement_version")),
        sa.UniqueConstraint("org", "id", name=op.f("uq_agreement_versions_org_id")),
    )
    op.create_table(
        "agreement_voices",
        sa.Column("agreement", sa.Integer(), nullable=False),
        sa.Column("matter", sa.String(), nullable=False),
        sa.Column("choice", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("org", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["org", "agreement"],
            ["agreements.org", "agreements.id"],
            name=op.f("fk_agreement_voices_org_agreement"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_voices")),
        sa.UniqueConstraint(
            "org", "agreement", "matter", "person", name=op.f("uq_agreement_voices_org_agreement_matter_person")
        ),
        sa.UniqueConstraint("org", "id", name=op.f("uq_agreement_voices_org_id")),
    )
    op.create_index("ix_agreement_voices_person", "agreement_voices", ["org", "person"])


def downgrade() -> None:
    op.drop_index("ix_agreement_voices_person", "agreement_voices")

    op.drop_table("agreement_voices")
    op.drop_table("agreement_versions")
    op.drop_table("agreement_results")
    op.drop_index("ix_agreement_proposals_by", "agreement_proposals")

    op.drop_table("agreement_proposals")
    op.drop_index("ix_agreement_learned_agreement", "agreement_learned")

    op.drop_table("agreement_learned")
    op.drop_index("ix_agreement_joiners_person", "agreement_joiners")

    op.drop_table("agreement_joiners")
    op.drop_index("ix_agreement_answers_person", "agreement_answers")

    op.drop_table("agreement_answers")
    op.drop_index("ix_agreement_aids_team", "agreement_aids")

    op.drop_table("agreement_aids")
    op.drop_table("personal_answers")
    op.drop_table("alsdan_settings")
    op.drop_index("ix_agreements_team", "agreements")
    op.drop_index("ix_agreements_proposer", "agreements")

    op.drop_table("agreements")
    op.drop_table("agreement_look_backs")
    op.drop_index("ix_personal_agreements_person", "personal_agreements")

    op.drop_table("personal_agreements")
