"""Printing: against the plain way to use WeasyPrint, in proportion, in memory, from the cache."""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from careplan.printing.fonts import FACES
from careplan.printing.pool import Pool
from careplan.printing.press import Job
from tests.bench.table import row

ROOT = Path(__file__).resolve().parent.parent.parent
CSS = ROOT / "static" / "css" / "print.css"
# Seconds of the processor: the best of some times, of each sheet in turn; then kB. The HTML of a
# list is printed as it is, a job with all that it carries.
OURS = """
import pickle, sys, tempfile, time
from careplan.printing import press
with tempfile.TemporaryDirectory() as folder:
    press.start(open(sys.argv[1]).read(), folder, press.Limits(memory=2**30, seconds=600))
    for path in sys.argv[2:]:
        is_job, spent = path.endswith(".job"), []
        job = pickle.load(open(path, "rb")) if is_job else press.Job(open(path).read())
        for _ in range(15 if len(job.html) < 20_000 else 3):
            start = time.process_time()
            pdf = press.work(job)
            spent.append(time.process_time() - start)
        print(min(spent), len(pdf) / 1000)
"""
PLAIN = """
import sys, time
from weasyprint import HTML
html, faces, css = open(sys.argv[1]).read(), sys.argv[2], open(sys.argv[3]).read()
html, spent = html.replace("</head>", f"<style>{faces}{css}</style></head>"), []
for _ in range(15):
    start = time.process_time()
    HTML(string=html).write_pdf()
    spent.append(time.process_time() - start)
print(min(spent))
"""
# MB: growth over many lists, and the most at any time.
MEMORY = """
import resource, sys, tempfile
from careplan.printing import press
css, html, times = open(sys.argv[1]).read(), open(sys.argv[2]).read(), int(sys.argv[3])
def now():
    return int(open("/proc/self/statm").read().split()[1]) * resource.getpagesize()
with tempfile.TemporaryDirectory() as folder:
    press.start(css, folder, press.Limits(memory=2**30, seconds=600))
    for _ in range(20):
        press.work(press.Job(html))
    before = now()
    for _ in range(times):
        press.work(press.Job(html))
    print((now() - before) / 2**20, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10)
"""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder))


def measure(folder: Path) -> None:
    cached = float(run("-m", "tests.bench.sheets_to_print", folder, 12, 100, 1000))
    lists = [folder / f"{count}.html" for count in (12, 100, 1000)]
    found = run("-c", OURS, CSS, *lists, folder / "doctor.job").splitlines()
    figures = [map(float, line.split()) for line in found]
    (ours, size), (hundred, _size), (thousand, _size), (doctor, doctor_size) = figures
    against = ours / plain(lists[0])
    row("A list of 12, against WeasyPrint used plainly", f"{against:.2f}", "0.75 at most")
    row("its time and size", f"{ours * 1000:.0f} ms, {size:.1f} kB", "35 kB at most")
    against = doctor / plain(folder / "doctor.html")
    row("A doctor's page, against WeasyPrint used plainly", f"{against:.2f}", "1.2 at most")
    row("its time and size", f"{doctor * 1000:.0f} ms, {doctor_size:.1f} kB", "35 kB at most")
    row("1,000 questions, against 100", f"{thousand / hundred:.1f}", "10 at most")
    growth, peak = map(float, run("-c", MEMORY, CSS, lists[0], 300).split())
    row("A print process, at most", f"{peak:.0f} MB", "140 MB at most")
    row("its growth over 300 lists", f"{growth:.1f} MB", "5 MB at most")
    two = two_against_one(lists[0].read_text())
    row("Two print processes, against one", f"{two:.2f}", "1.9 at least")
    row("A list that has not changed, against printing it", f"{cached:.2%}", "1 % at most")


def run(*arguments) -> str:
    """What a Python program prints, in a process of its own."""
    command = [sys.executable, *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout


def plain(html: Path) -> float:
    """The seconds of HTML(string).write_pdf(), with the same fonts and the same stylesheet."""
    faces = "".join(
        f'@font-face{{font-family:"{face.family}";font-weight:{face.weight};'
        f'src:url("{face.file.as_uri()}")}}'
        for face in FACES
    )
    return float(run("-c", PLAIN, html, faces, CSS))


def two_against_one(html: str) -> float:
    """How many times as many lists two processes print as one, in the same time."""
    rates = []
    for processes in (1, 2):
        pool = Pool(CSS.read_text(), processes=processes, memory=2**30, seconds=600)
        printed(pool, html, 4 * processes)
        rates.append(40 * processes / printed(pool, html, 40 * processes))
        pool.close()
    return rates[1] / rates[0]


def printed(pool: Pool, html: str, count: int) -> float:
    """The seconds that a pool takes for so many lists."""
    start = time.perf_counter()
    for future in [pool._schedule(Job(html)) for _ in range(count)]:
        future.result()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
