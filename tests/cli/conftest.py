"""The desks that tests of backup, restore, move and upgrade share; see tests.cli.desks."""

from tests.cli.desks import empty, made, on_postgresql, postgresql, sampled, worked_on

__all__ = ["empty", "made", "on_postgresql", "postgresql", "sampled", "worked_on"]
