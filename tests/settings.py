"""The desk's own settings on a data folder that lives as long as the test run."""

import os
import tempfile

os.environ["TRADEWIND_HOME"] = tempfile.mkdtemp(prefix="tradewind-tests-")

from tradewind.settings import *  # noqa: F403

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    DATABASES["default"]["TEST"] = {"NAME": str(TRADEWIND_HOME / "test.sqlite3")}  # noqa: F405

PASSWORD_HASHERS = ["tests.hashing.QuickArgon2", *PASSWORD_HASHERS[1:]]  # noqa: F405
