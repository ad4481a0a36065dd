"""Tradewind 信风: the desk of an export sales rep and of the rep's manager."""

__version__ = "0.1.0"
