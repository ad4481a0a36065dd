"""Passwords in tests: Argon2 as in the product, at its least cost, so that a test does not wait for its strength."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class QuickArgon2(Argon2PasswordHasher):
    """The product's hasher but for the costs."""

    time_cost, memory_cost, parallelism = 1, 8, 1
