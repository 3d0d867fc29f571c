"""Use cases of the connection to Partner Center: accounts, pull, plan, push, jobs, conflicts."""
