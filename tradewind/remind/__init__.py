"""提醒 Whom to contact, when, and why? Rules as data, what they find in the facts, one queue, a moment in work time.

Pure: facts, rules and the day are arguments. `rules`, `queue`, `placing` and `promises` load no frames, so that pages
may ask them.
"""
