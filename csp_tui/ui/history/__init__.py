"""Who changed what: the history of an offer and of everything."""
