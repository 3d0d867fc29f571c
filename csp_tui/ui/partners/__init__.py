"""The partner directory: search, filters, selection and import."""
