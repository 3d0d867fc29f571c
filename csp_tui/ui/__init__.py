"""The workbench on Textual: screens, dialogs, widgets and the commands that drive them."""
