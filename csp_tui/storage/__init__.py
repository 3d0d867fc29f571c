"""The database file: tables, units of work, read models, partner search, migrations, backup.

Reading and searching go through the driver alone; SQLModel is imported with the first unit of
work and Alembic with the first migration, so that the first screen waits for neither.
"""
