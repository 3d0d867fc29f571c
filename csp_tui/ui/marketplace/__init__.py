"""The place "Partner Center": connection, differences, jobs and conflicts."""
