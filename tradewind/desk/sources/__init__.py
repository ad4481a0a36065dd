"""Where facts come from by themselves, a file per kind; `kinds.py` lists them."""
