"""Plans on screen: what-if, bulk changes, checklists and the audit."""
