"""Does it pay? What really happens (`flow`, `durations`, …) and a programme's money (`programme`, `gate`, `rates`).

The money is plain floats, so that a page may ask while someone waits; draws and frames load NumPy and Polars.
"""
