"""a story that was brought for a stage stays known as such as long as it is kept"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "brought_stories",
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("story", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("org", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["org", "story"],
            ["stories.org", "stories.id"],
            name=op.f("fk_brought_stories_org_story"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_brought_stories")),
        sa.UniqueConstraint("org", "id", name=op.f("uq_brought_stories_org_id")),
        sa.UniqueConstraint("org", "person", "story", name=op.f("uq_brought_stories_org_person_story")),
    )
    with op.batch_alter_table("brought_stories", schema=None) as batch_op:
        batch_op.create_index("ix_brought_stories_story", ["org", "story"], unique=False)
    op.execute(
        "INSERT INTO brought_stories (org, person, story) "
        "SELECT DISTINCT appearances.org, appearances.person, stories.id FROM appearances JOIN stories "
        "ON stories.org = appearances.org AND appearances.story = 'story:' || CAST(stories.id AS VARCHAR) "
        "WHERE appearances.person IS NOT NULL"
    )


def downgrade() -> None:
    with op.batch_alter_table("brought_stories", schema=None) as batch_op:
        batch_op.drop_index("ix_brought_stories_story")

    op.drop_table("brought_stories")
