"""Where Alembic meets the conversation log; the connection comes from bot.conversations.database."""

from alembic import context

from bot.conversations.schema import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, render_as_batch=connection.dialect.name == "sqlite")
context.run_migrations()
