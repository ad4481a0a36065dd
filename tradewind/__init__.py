"""Tradewind 信风: the desk of an export sales rep and of the rep's manager."""

import os

__version__ = "0.1.0"

# Before NumPy and SciPy load: our matrices are small, and threads of OpenBLAS only spin on them, 14 times as long.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
