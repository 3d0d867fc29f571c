"""The workbench in a web page: a server, with a session of its own for every visitor."""
