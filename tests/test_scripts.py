"""Cheap checks of what stands around the code: scripts, packages, the first page of the README."""

import os
import re
import socket
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
BASH = ["script/server", "script/test", "script/bench", "script/requirements", ".ci/run"]


def run(*words, **environment) -> subprocess.CompletedProcess:
    return subprocess.run(
        words,
        cwd=ROOT,
        env={"PATH": os.environ["PATH"]} | environment,
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )


@pytest.mark.parametrize("script", BASH)
def test_a_script_is_bash_and_can_be_run(script):
    assert os.access(ROOT / script, os.X_OK)
    assert (ROOT / script).read_text().startswith("#!/usr/bin/env bash\n")
    assert run("bash", "-n", script).stderr == ""


@pytest.mark.parametrize("script", ["script/server", "script/test", "script/bench"])
def test_help_names_every_option_and_starts_nothing(script):
    said = run(script, "--help")
    assert (said.returncode, said.stderr) == (0, "")
    options = set(re.findall(r"^ +(--[a-z]+)[=)* |]", (ROOT / script).read_text(), re.MULTILINE))
    assert "--help" in options
    assert {o for o in options if o not in said.stdout} <= {"--host", "--bind"}


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--port"], "--port needs a number: script/server --port 8080"),
        (["--port", "web"], "--port must be a number from 1 to 65535."),
        (["--port", "0"], "--port must be a number from 1 to 65535."),
        (["--port=65536"], "--port must be a number from 1 to 65535."),
        (["--port", "-1"], "--port must be a number from 1 to 65535."),
        (["--port="], "--port must be a number from 1 to 65535."),
        (["--host", "192.0.2.1"], "careplan listens on 127.0.0.1 only."),
        (["--demo", "--bind=192.0.2.1:80"], "careplan listens on 127.0.0.1 only."),
        (["--dmeo"], "script/server does not know “--dmeo”."),
    ],
)
def test_a_wrong_word_to_the_server_is_a_sentence(words, sentence):
    said = run("script/server", *words)
    assert (said.returncode, said.stdout) == (1, "")
    assert said.stderr.startswith(sentence)


@pytest.mark.parametrize(
    ("name", "value"),
    [("CAREPLAN_PUBLIC_URL", "https://careplan.example.org"), ("CAREPLAN_BEHIND_PROXY", "yes")],
)
def test_the_demo_refuses_to_be_public(name, value):
    said = run("script/server", "--demo", **{name: value})
    assert said.returncode == 1
    assert said.stderr.startswith("--demo is for this machine alone")
    assert name in said.stderr


def test_options_of_the_tests_stand_in_any_order():
    for words in (["--postgres", "--long", "--help"], ["--long", "--postgres", "--help"]):
        assert run("script/test", *words).stdout == run("script/test", "--help").stdout


CLUSTER = """
. script/lib.sh && . script/postgres.sh
trap stop_postgres EXIT
trap 'exit 130' INT
find_postgres >/dev/null || exit 77
start_postgres "$1"
echo "$cluster" "$database" "$(head -n 1 "$cluster/data/postmaster.pid")"
[ "$2" = end ] || kill -INT $$
"""


@pytest.mark.parametrize(("way", "code"), [("end", 0), ("Ctrl+C", 130)])
def test_a_postgresql_to_throw_away_is_gone_at_the_end(tmp_path, way, code):
    said = run("bash", "-c", CLUSTER, "bash", str(tmp_path), way)
    if said.returncode == 77:
        pytest.skip("PostgreSQL is not on this machine: script/test --postgres was not asked for")
    assert (said.returncode, said.stderr) == (code, "")
    cluster, database, process = said.stdout.split()
    assert database == f"postgres://postgres@{cluster.replace('/', '%2F')}/postgres"
    assert not Path(cluster).exists()
    assert run("ps", "-o", "stat=", "-p", process).stdout.strip() in {"", "Z", "Zs"}


def test_a_port_in_use_is_a_plain_sentence():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        said = run(sys.executable, "script/port_is_free.py", str(port))
        assert said.returncode == 1
        assert said.stderr.startswith(f"Port {port} is in use. Try another: script/server --port")
        assert "Traceback" not in said.stderr
    assert run(sys.executable, "script/port_is_free.py", str(port)).returncode == 0


def test_the_server_listens_on_this_machine_alone():
    binds = re.findall(r"--bind\s+\S+", (ROOT / "script" / "server").read_text())
    assert binds == ['--bind "127.0.0.1:$port"']


def pinned(name: str) -> dict[str, str]:
    """Each package of a requirements file, with its whole entry."""
    entries = re.split(r"\n(?=\S)", (ROOT / name).read_text().strip())
    return {re.match(r"[\w.-]+", entry).group().lower(): entry for entry in entries}


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-test.txt"])
def test_requirements_hold_versions_and_hashes_and_no_place(name):
    text = (ROOT / name).read_text()
    assert "http" not in text
    assert not re.search(r"^-", text, re.MULTILINE)
    for package, entry in pinned(name).items():
        assert re.match(r"[\w.-]+(\[[\w,]+\])?==[\w.]+", entry), package
        assert "--hash=sha256:" in entry, package


def test_what_is_served_is_what_was_tested():
    tested = pinned("requirements-test.txt")
    assert {name: tested.get(name) for name in pinned("requirements.txt")} == pinned(
        "requirements.txt"
    )


def test_requirements_follow_pyproject():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    for wanted, name in (
        (project["dependencies"], "requirements.txt"),
        (project["optional-dependencies"]["test"], "requirements-test.txt"),
    ):
        names = {re.match(r"[\w.-]+", w).group().lower() for w in wanted}
        assert names <= set(pinned(name))


def test_readme_shows_both_commands_on_its_first_screen():
    first_screen = (ROOT / "README.md").read_text().splitlines()[:25]
    assert any(line.strip() == "script/server --demo" for line in first_screen)
    assert any(line.strip() == "script/test" for line in first_screen)


def test_ci_runs_the_same_command():
    assert (
        'exec "$(dirname "${BASH_SOURCE[0]}")/../script/test" --postgres "$@"'
        in (ROOT / ".ci" / "run").read_text()
    )


DATA_FOLDER = """
. script/lib.sh
make_data_folder
"""


def make_data_folder(folder, **environment) -> subprocess.CompletedProcess:
    return run("bash", "-c", DATA_FOLDER, CAREPLAN_VAR=str(folder), **environment)


def test_a_data_folder_has_its_key_for_its_owner_alone(tmp_path):
    folder = tmp_path / "var"
    said = make_data_folder(folder)
    assert (said.returncode, said.stdout, said.stderr) == (0, "", "")
    assert {file.name for file in folder.iterdir()} == {"secret_key"}
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {file.stat().st_mode & 0o777 for file in folder.iterdir()} == {0o600}
    assert len((folder / "secret_key").read_text().strip()) >= 50


def test_the_key_is_made_once(tmp_path):
    make_data_folder(tmp_path)
    before = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    make_data_folder(tmp_path)
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == before


def test_a_key_that_is_set_makes_no_file(tmp_path):
    make_data_folder(tmp_path, CAREPLAN_SECRET_KEY="k" * 60)
    assert list(tmp_path.iterdir()) == []
