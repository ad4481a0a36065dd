"""Small chats that tests hand in at the desk's doors."""

TOM = """31/01/2026, 14:05 - Messages and calls are end-to-end encrypted.
31/01/2026, 14:05 - Tom Acme: hello, price of lamps?
31/01/2026, 14:06 - Alice: 3 USD each, 报价单 tomorrow
31/01/2026, 14:06 - Alice: ok
31/01/2026, 14:06 - Alice: ok
01/02/2026, 09:00 - Tom Acme: <script>alert(1)</script>
"""
LATER = """31/01/2026, 14:06 - Alice: ok
01/02/2026, 09:00 - Tom Acme: <script>alert(1)</script>
02/02/2026, 10:00 - Tom Acme: when do you ship?
"""
NUMBER = """31/01/2026, 14:05 - +34 600 11 12 22: hola
31/01/2026, 14:06 - Alice: hello
"""
NAME = "WhatsApp Chat with Tom Acme.txt"
