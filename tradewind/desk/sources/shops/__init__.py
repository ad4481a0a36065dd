"""Shops by their API: one file per system, the orders of all of them in one form."""
