"""Races against peers, one file each; every one prints a table and can be run again."""
