"""What Alembic runs to migrate, on the connection that `records.schema` gives it."""

from alembic import context
from onewindow_policy.records.base import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    # SQLite alters tables by copying them.
    render_as_batch=True,
    compare_type=True,
)
context.run_migrations()
