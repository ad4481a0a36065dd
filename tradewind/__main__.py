"""`python -m tradewind` is the command `tradewind`."""

from tradewind.cli import main

main()
