"""The floors of the house, as import-linter sees them."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_every_import_goes_down() -> None:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_the_web_and_the_workers_load_no_analysis() -> None:
    script = (
        "import django, sys; django.setup();"
        "import tradewind.wsgi, tradewind.urls, tradewind.web.urls, tradewind.api.urls, tradewind.desk.queue, tradewind.desk.schedule;"
        "import django_q.cluster;"
        "print([name for name in ('polars', 'numpy', 'scipy', 'vl_convert', 'holidays', 'phonenumbers') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "[]", done.stdout + done.stderr


def test_help_loads_nothing_heavy() -> None:
    script = (
        "import sys; import tradewind.cli;"
        "print([name for name in ('polars', 'numpy', 'scipy', 'django', 'babel', 'holidays', 'phonenumbers') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "[]", done.stdout + done.stderr
