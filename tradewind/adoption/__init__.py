"""DO TOOLS PAY: who uses them, what they gain and how surely, and how well people read their data. Pure."""
