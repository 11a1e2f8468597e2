from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.main import get_command

import captiondedup.pipeline
from captiondedup.cli.app import build_app
from captiondedup.cli.exits import EXIT_TABLE, ExitCode, verdict_code
from captiondedup.model import Decision, Manifest, Place, Problem, SourceFile, SourceKind

PAGE = SourceFile("a.html", SourceKind.ARTICLE, 10, "ab")
NOTE = SourceFile("a.bin", SourceKind.OTHER, 10, "ab")
BROKEN = Problem("truncated", "It ends too early.", "Fetch it again.", Place("a.jpg"))
UNLINKED = Problem("unlinked", "It is not in the folder.", "Add it.", Place("a.html"))
CLEAR, REVIEW, BLOCKED = Decision.CLEAR, Decision.REVIEW, Decision.BLOCKED


@pytest.mark.parametrize(
    ("decision", "source", "problems", "fail_on", "code"),
    [
        (CLEAR, PAGE, (), "blocked", 0),  # all well
        (REVIEW, PAGE, (), "blocked", 0),  # review does not fail unless asked
        (REVIEW, PAGE, (), "review", 3),
        (BLOCKED, PAGE, (), "blocked", 1),
        (BLOCKED, PAGE, (), "review", 1),  # blocked is never milder than review
        (BLOCKED, PAGE, (), "never", 0),
        (CLEAR, PAGE, (BROKEN,), "blocked", 4),  # what was not read cannot be clear
        (CLEAR, PAGE, (BROKEN,), "never", 4),  # never is about verdicts, not about reading
        (REVIEW, PAGE, (BROKEN,), "review", 4),  # unread input wins over review
        (BLOCKED, PAGE, (BROKEN,), "blocked", 1),  # blocked wins over unread input
        (CLEAR, PAGE, (UNLINKED,), "blocked", 0),  # a picture that is elsewhere was not misread
        (CLEAR, NOTE, (), "blocked", 4),  # nothing that is scanned
    ],
)
def test_a_verdict_ends_with_the_code_of_the_table(
    decision: Decision,
    source: SourceFile,
    problems: tuple[Problem, ...],
    fail_on: str,
    code: int,
) -> None:
    manifest = Manifest("1.0", (source,), (), (), (), problems, decision=decision)
    assert verdict_code(decision, manifest, fail_on) == code


def test_nothing_at_all_is_not_clear() -> None:
    assert verdict_code(CLEAR, Manifest("1.0", (), (), (), (), ()), "blocked") == 4


def test_every_exit_code_is_in_the_help(run) -> None:
    shown = run("--help").out
    assert {code for code, _ in EXIT_TABLE} == set(ExitCode)
    for code, meaning in EXIT_TABLE:
        assert f"{code.value:>5}  {meaning}" in shown


@pytest.mark.parametrize(
    "arguments",
    [
        ("scan",),  # no path
        ("scan", "--no-such-option", "x"),
        ("no-such-command",),
        ("scan", "x", "--fail-on", "sometimes"),  # not one of the choices
        ("scan", "no-such-folder"),
        ("check", "no-such-folder"),
        ("report", "no-such-manifest.json"),
        ("inspect", "no-such-picture.jpg"),
        ("compare", "only one"),
        ("rule", "restriction.no_sail"),
        ("vocabulary", "list", "--kind", "wish"),
        ("vocabulary", "check", "no-such-table.toml"),
    ],
)
def test_wrong_usage_is_2_and_says_what_is_wrong(run, arguments: tuple[str, ...]) -> None:
    outcome = run(*arguments)
    assert outcome.code == 2
    assert "rror" in outcome.err
    assert outcome.out == ""


def _fail(*_: object, **__: object) -> None:
    raise RuntimeError("the pier\x1b[31m broke\nin two")


def test_a_crash_never_looks_like_a_verdict(run, story, monkeypatch) -> None:
    monkeypatch.setattr(captiondedup.pipeline, "scan", _fail)
    outcome = run("scan", story("A pier. (Yonhap)"))
    assert outcome.code == 4
    assert outcome.err.count("\n") == 1
    assert "RuntimeError: the pier[31m broke in two" in outcome.err
    assert "no verdict" in outcome.err


def test_the_place_of_a_crash_is_shown_only_when_asked(run, story, monkeypatch) -> None:
    monkeypatch.setattr(captiondedup.pipeline, "scan", _fail)
    folder = story("A pier. (Yonhap)")
    assert "Traceback" not in run("scan", folder).err
    assert "Traceback" in run("--debug", "scan", folder).err
    monkeypatch.setenv("CAPTIONDEDUP_DEBUG", "1")
    assert "Traceback" in run("scan", folder).err


def test_ctrl_c_is_130(run, story, monkeypatch) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(captiondedup.pipeline, "scan", interrupt)
    outcome = run("scan", story("A pier. (Yonhap)"))
    assert (outcome.code, outcome.err) == (130, "")


def _start(*arguments: str, stdin: int | None = None) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "captiondedup", *arguments],
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pipes of this kind")
def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    lines = tmp_path / "captions.txt"
    lines.write_text("A pier. (Yonhap)\n" * 5000, encoding="utf-8")
    process = _start("parse", str(lines))
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.readline()
    process.stdout.close()
    words = process.stderr.read()
    process.stderr.close()
    assert (process.wait(), words) == (141, b"")


def test_help_reads_no_picture_library_and_no_vocabulary() -> None:
    code = (
        "import sys; from captiondedup.cli import main; sys.argv[1:] = ['--help']\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "heavy = ['PIL', 'cv2', 'numpy', 'rapidfuzz', 'selectolax', 'imagehash', 'rich',\n"
        "         'captiondedup.pipeline', 'captiondedup.vocabulary.tables']\n"
        "sys.stderr.write(' '.join(name for name in heavy if name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stderr == b""
    assert b"Usage: captiondedup" in done.stdout


def test_every_option_of_every_command_is_explained() -> None:
    def walk(command, name):
        for parameter in command.params:
            help_text = getattr(parameter, "help", None)
            assert help_text, f"{name}: {parameter.name} has no help"
        for child_name, child in getattr(command, "commands", {}).items():
            assert child.help, f"{name} {child_name} has no help"
            walk(child, f"{name} {child_name}")

    walk(get_command(build_app()), "captiondedup")


def test_the_version_is_that_of_the_package(run) -> None:
    from importlib.metadata import version

    assert run("--version").out == f"captiondedup {version('captiondedup')}\n"


def test_completion_offers_the_commands() -> None:
    environment = {
        **os.environ,
        "_CAPTIONDEDUP_COMPLETE": "complete_bash",
        "COMP_WORDS": "captiondedup du",
        "COMP_CWORD": "1",
    }
    done = subprocess.run(
        [sys.executable, "-m", "captiondedup"], env=environment, capture_output=True, check=False
    )
    assert done.stdout.split() == [b"duplicates"]
