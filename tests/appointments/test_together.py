"""Two people and more at one list at once: in processes of their own, on a real SQLite file."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROCESSES, CHANGES = 4, 25


def test_nothing_is_lost_when_several_change_a_list_at_once(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "tests.appointments.movers", str(PROCESSES), str(CHANGES)],
        cwd=ROOT,
        env=os.environ
        | {
            "DJANGO_SETTINGS_MODULE": "careplan.settings",
            "CAREPLAN_VAR": str(tmp_path),
            "CAREPLAN_SECRET_KEY": "k" * 60,
            "DATABASE_URL": f"sqlite:///{tmp_path / 'list.sqlite3'}",
        },
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.stderr == ""
    found = json.loads(done.stdout)
    assert Path(found["database"]) == tmp_path / "list.sqlite3"
    assert found["exit_codes"] == [0] * PROCESSES
    assert found["positions"] == list(range(1, len(found["positions"]) + 1))
    assert found["listed"] == found["questions"]
    assert len(found["questions"]) > 12
