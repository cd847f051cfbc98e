"""What Alembic runs to migrate, on the connection that `records.schema` gives it."""

from alembic import context
from onewindow_policy.records.base import Base
from onewindow_policy.records.base import UtcDateTime


def render_item(kind, item, _autogenerate):
    """Return how a new migration names our own type; False for Alembic's way."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "UtcDateTime()"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    # SQLite alters tables by copying them.
    render_as_batch=True,
    compare_type=True,
    render_item=render_item,
)
context.run_migrations()
