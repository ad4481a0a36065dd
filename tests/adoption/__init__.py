"""Do tools pay?"""
