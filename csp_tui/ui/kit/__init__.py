"""What every page and dialog is built from."""
