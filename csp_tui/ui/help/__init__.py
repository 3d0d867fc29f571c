"""Help where one is: what a screen and its controls are for, and the rules behind them."""
