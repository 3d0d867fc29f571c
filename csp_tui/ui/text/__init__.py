"""Values to words; no widgets."""
