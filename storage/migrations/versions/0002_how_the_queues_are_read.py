"""How the queues are read: waiting updates in the order they came, outgoing rows of a chat by their state."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Indexes that fit the questions asked on every message, however many old rows there are."""
    with op.batch_alter_table("updates") as batch_op:
        batch_op.drop_index("ix_updates_state_chat")
        batch_op.create_index("ix_updates_state", ["state", "update_id"], unique=False)
    with op.batch_alter_table("outgoing") as batch_op:
        batch_op.drop_index("ix_outgoing_chat_id")
        batch_op.create_index("ix_outgoing_chat_state", ["chat_id", "state", "id"], unique=False)


def downgrade() -> None:
    """The indexes as they were."""
    with op.batch_alter_table("outgoing") as batch_op:
        batch_op.drop_index("ix_outgoing_chat_state")
        batch_op.create_index("ix_outgoing_chat_id", ["chat_id"], unique=False)
    with op.batch_alter_table("updates") as batch_op:
        batch_op.drop_index("ix_updates_state")
        batch_op.create_index("ix_updates_state_chat", ["state", "chat_id", "update_id"], unique=False)
