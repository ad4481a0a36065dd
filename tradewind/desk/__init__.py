"""The desk: the one app with tables. What people may see is in `access`; each matter that changes has a file."""
