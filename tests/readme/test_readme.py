"""Every command in the README runs and prints what the README shows."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

README = (Path(__file__).resolve().parents[2] / "README.md").read_text(encoding="utf-8")
SHOWN = re.findall(r"```console\n\$ (.+)\n((?:.*\n)*?)```", README)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    folder = tmp_path_factory.mktemp("desk")
    shutil.copytree(root / "samples", folder / "samples")
    return folder


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env={**os.environ, "COLUMNS": "100", "NO_COLOR": "1", "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.skipif(shutil.which("bash") is None, reason="the commands are written for a shell")
@pytest.mark.parametrize(("command", "shown"), SHOWN, ids=[command[:40] for command, _ in SHOWN])
def test_a_command_prints_what_the_readme_shows(command: str, shown: str, desk: Path) -> None:
    printed = run(command, desk).stdout
    assert [line.rstrip() for line in printed.rstrip("\n").split("\n")] == shown.splitlines()


def test_every_command_of_the_table_exists(desk: Path) -> None:
    names = set(re.findall(r"^\| `captiondedup (\w+)", README, re.MULTILINE))
    assert names >= {"scan", "check", "parse", "extract", "inspect", "compare", "duplicates"}
    for name in sorted(names):
        done = run(f"captiondedup {name} --help", desk)
        assert done.returncode == 0, done.stderr
        assert "Usage: captiondedup" in done.stdout


def test_the_python_example_runs(desk: Path) -> None:
    (example,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    done = subprocess.run(
        [sys.executable, "-c", example], cwd=desk, capture_output=True, text=True, check=False
    )
    assert done.stdout == "no_sale (22, 40)\n", done.stderr


def test_the_first_command_scans_the_samples(desk: Path) -> None:
    (first,) = re.findall(r"\.venv/bin/(captiondedup scan samples)$", README, re.MULTILINE)
    done = run(first, desk)
    assert done.returncode == 0, done.stderr
    assert (desk / "captiondedup-out" / "manifest.json").is_file()


def test_ci_runs_the_very_test_command(root: Path) -> None:
    (command,) = re.findall(r"activate && (pip install .*pytest.*)$", README, re.MULTILINE)
    assert command in (root / ".ci" / "run").read_text(encoding="utf-8")
