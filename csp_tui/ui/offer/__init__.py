"""One offer: its pages, its setup and the review before publishing."""
