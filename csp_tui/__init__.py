"""A workbench for the CSP reseller audience of marketplace offers."""

__version__ = "0.1.0"
