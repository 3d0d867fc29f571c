"""The parts of an offer's screen, named as in Partner Center's menu."""
