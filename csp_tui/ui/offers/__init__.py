"""The table of offers: create, delete, and what is pending."""
