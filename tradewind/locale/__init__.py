"""The words of all doors: English msgids, one Chinese catalogue. `gather` collects, `compile` makes it readable."""
