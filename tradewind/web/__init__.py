"""Door 1: pages. No tables, no arithmetic: pages read what the desk has stored."""
