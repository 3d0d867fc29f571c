"""Questions and answers over a screen; each is a modal screen with a typed result."""
