"""Context help: what a screen and its controls are for, and the rules behind them."""
