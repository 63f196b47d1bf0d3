"""The command line as users have it: a process with pipes, signals and exit codes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

FAKE = Path(__file__).parents[1] / "fake_boilerplate.py"
posix = pytest.mark.skipif(os.name == "nt", reason="POSIX pipes and signals")


def run(*args: str, stdin: bytes = b"", **kwargs: object) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(  # type: ignore[call-overload,no-any-return]
        [sys.executable, str(FAKE), *args], input=stdin, capture_output=True, **kwargs
    )


def real(*args: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "boilerplate", *args], capture_output=True, text=True, check=False
    )


def test_done_is_0_failed_1_wrong_usage_2(page: Path) -> None:
    assert run("label", str(page)).returncode == 0
    assert run("label", "missing.html").returncode == 1
    assert run("label").returncode == 2
    assert run("label", str(page), "--format", "xml").returncode == 2
    assert run("polish", str(page)).returncode == 2


def test_failures_have_no_traceback(page: Path) -> None:
    result = run("label", "missing.html", str(page))
    assert result.stderr == b"boilerplate: missing.html: no such file or directory\n"


@posix
@pytest.mark.parametrize("lines", [2, 20_000])
def test_a_reader_that_has_seen_enough_is_no_error(lines: int) -> None:
    process = subprocess.Popen(
        [sys.executable, str(FAKE), "label", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    process.stdin.write(b"text| A line.\n" * lines)
    process.stdin.close()
    assert process.stderr.read() == b""
    assert process.wait() == 0


@posix
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_one_line(page: Path) -> None:
    with open("/dev/full", "wb") as full:
        result = subprocess.run(
            [sys.executable, str(FAKE), "label", str(page)],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert result.stderr == b"boilerplate: No space left on device\n"
    assert result.returncode == 1


@posix
def test_an_interrupt_is_quiet() -> None:
    process = subprocess.Popen(
        [sys.executable, str(FAKE), "label", "-", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(1)  # it waits for its standard input
    process.send_signal(signal.SIGINT)
    output, errors = process.communicate()
    assert (output, errors) == (b"", b"")
    assert process.returncode == 130


def test_output_is_utf8_safe_on_any_terminal() -> None:
    env = {**os.environ, "PYTHONIOENCODING": "ascii"}
    result = run("label", "-", stdin="title| 橋\n".encode(), env=env)
    assert result.returncode == 0
    assert b"\\u6a4b" in result.stdout


def test_version_and_help_run_without_the_science_packages() -> None:
    code = (
        "import sys; sys.argv = ['boilerplate', '--version']\n"
        "from boilerplate.cli import main\n"
        "try: main()\n"
        "except SystemExit as end: assert not end.code\n"
        "print(sorted({'numpy', 'sklearn', 'scipy', 'joblib', 'rich'} & sys.modules.keys()))"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    from boilerplate import __version__

    assert result.stdout.splitlines() == [f"boilerplate {__version__}", "[]"]


def test_labelling_needs_no_training_packages() -> None:
    code = (
        "import sys, boilerplate.cli, boilerplate.page, boilerplate.model.labeler\n"
        "print(sorted({'sklearn', 'pandas', 'rich'} & sys.modules.keys()))"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert result.stdout == "[]\n"


@posix
def test_a_terminal_gets_a_coloured_table(page: Path) -> None:
    import pty

    ours, theirs = pty.openpty()
    env = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "80"}
    env.pop("NO_COLOR", None)
    subprocess.run(
        [sys.executable, str(FAKE), "label", str(page)], stdout=theirs, env=env, check=True
    )
    os.close(theirs)
    shown = os.read(ours, 1 << 16).decode()
    os.close(ours)
    assert "prob." in shown
    assert "\x1b[32mbody" in shown


def test_importing_the_package_imports_no_numpy() -> None:
    code = "import sys, boilerplate; print('numpy' in sys.modules, 'typer' in sys.modules)"
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert result.stdout.split() == ["False", "False"]


@pytest.mark.parametrize(
    "command",
    [["label"], ["extract"], ["train"], ["evaluate"], ["model"], ["model", "list"]],
)
def test_every_command_has_help(command: list[str]) -> None:
    result = real(*command, "--help")
    assert result.returncode == 0
    assert "Usage: boilerplate " + " ".join(command) in result.stdout


def test_completion_is_offered() -> None:
    assert "--install-completion" in real("--help").stdout
