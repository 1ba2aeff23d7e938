"""Runs the benches, each a program that prints its rows. script/bench is the way in."""

import subprocess
import sys
from pathlib import Path

from tests.bench.table import row

wanted = sys.argv[1] if len(sys.argv) > 1 else ""
benches = [f.stem for f in sorted(Path(__file__).parent.glob("bench_*.py")) if wanted in f.stem]
if not benches:
    sys.exit(f"There is no bench with “{wanted}” in its name.")
row("what", "measured", "asked")
for bench in benches:
    subprocess.run([sys.executable, "-m", f"tests.bench.{bench}"], check=True)
