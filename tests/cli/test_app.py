"""From whatever comes of a call to an exit code and one clear message."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING, TextIO

import pytest

from cli.boundary import tell_fault
from cli.call import Call
from cli.start import main
from tests.cli.said import SECRET, Calls, start

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "Usage: cuecard [OPTIONS] COMMAND"),
        (("caes",), "cuecard: No such command 'caes'. Did you mean 'cases'"),
        (("skip", "K7M-2PQ"), "cuecard skip: Missing argument 'STEP'."),
        (("skip", "K7M-2PQ", "greet"), "cuecard skip: Missing option '--reason'."),
        (("note", "K7M-2PQ", "x", "--expect", "many"), "Invalid value for '--expect'"),
        (("take", "K7M-2PQ", "greet", SECRET), "put quotes around text with blanks in it"),
        (("take", "K7M-2PQ", "greet", "--Zanzibar"), "to begin a text with a dash, put -- before it"),
        (("take", "K7M-2PQ", "greet", "--step", "x"), "No such option: --step"),
        (("answer", "K7M-2PQ", SECRET), "answer 1 is not written as fact=value"),
        (("run", "K7M-2PQ", "--json"), "the guided run is for people"),
        (("arrive", "K7M-2PQ", "slip", "--happened", SECRET), "--happened: a day with a time such as"),
    ],
    ids=lambda value: " ".join(value) or "nothing" if isinstance(value, tuple) else "",
)
def test_wrong_usage(office: Path, cuecard: Calls, arguments: tuple[str, ...], told: str) -> None:
    """A line that means nothing exits with 2 and is told on stderr with a way to the help, without any answer."""
    assert office.is_dir()
    said = cuecard(*arguments)
    assert (said.code, said.out) == (2, "")
    assert told in said.err
    assert "--help" in said.err
    assert "Zanzibar" not in said.err


def test_an_option_may_stand_before_or_after_the_command(case: str, cuecard: Calls) -> None:
    """`--as`, `--office` and `--json` mean the same before and after the name of the command; the last one counts."""
    before, after = cuecard("--json", "--as", "bo", "cases"), cuecard("cases", "--as", "bo", "--json")
    assert before == after
    assert cuecard("--as", "nobody-here", "agenda", case, "--as", "pat").code == 0
    assert cuecard("--office", "/nowhere", "agenda", case).code == 1


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("agenda", "ZZZ-ZZZ"), "case-not-found", "there is no case ZZZ-ZZZ here"),
        (("agenda", "?"), "not-a-case", "this is not the number of a case"),
        (("cases", "--as", "zoe"), "office-fault", "`zoe` is not on the staff list"),
        (("cases", "--office", "/nowhere"), "office-fault", "there is no "),
        (("open", "nothing"), "office-fault", "there is no procedure `nothing`"),
    ],
    ids=["no such case", "no case number", "not on the staff", "no office", "no procedure"],
)
def test_a_broken_world(office: Path, cuecard: Calls, arguments: tuple[str, ...], code: str, told: str) -> None:
    """What is missing or broken exits with 1 and one clear message; with --json there is a document about it too."""
    assert office.is_dir()
    said = cuecard(*arguments)
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith("cuecard: ")
    assert told in said.err
    as_json = cuecard(*arguments, "--json")
    assert (as_json.code, as_json.err) == (1, said.err)
    assert as_json.json["fault"]["code"] == code


def test_an_office_file_with_a_mistake(office: Path, cuecard: Calls) -> None:
    """A mistake in office.yaml is shown with its line."""
    text = (office / "office.yaml").read_text(encoding="utf-8")
    (office / "office.yaml").write_text(text.replace("staff:", "stuff:"), encoding="utf-8")
    said = cuecard("cases")
    assert said.code == 1
    assert "error[unknown-key]" in said.err
    assert " | stuff:" in said.err


def test_a_damaged_case(office: Path, case: str, cuecard: Calls) -> None:
    """A damaged case file is told with its place, and what to do; never what is in it."""
    (file,) = office.glob(f"cases/open/{case}.json")
    file.write_text(file.read_text(encoding="utf-8").replace('"CaseOpened"', '"CaseClosed"'), encoding="utf-8")
    said = cuecard("agenda", case)
    assert (said.code, said.out) == (1, "")
    assert f"the log of case {case} is damaged" in said.err
    assert str(file) in said.err
    assert SECRET not in said.err


def test_a_fault_of_ours(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What nobody foresaw exits with 3 and says where the report is; neither holds any word of the exception."""
    code = tell_fault(KeyError(SECRET), Call(office, as_json=True))
    printed = capsys.readouterr()
    (report,) = (office / "reports").iterdir()
    assert code == 3
    assert "a fault of ours" in printed.err
    assert str(report) in printed.err
    assert SECRET not in printed.err + printed.out + report.read_text(encoding="utf-8")
    assert '"fault-of-ours"' in printed.out


def test_a_fault_of_ours_without_an_office(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where there is no office, the report goes where temporary files are."""
    assert tell_fault(KeyError(), Call(tmp_path)) == 3
    assert "cuecard-report-" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_no_traceback_from_the_real_command(office: Path) -> None:
    """A fault of ours is never a traceback, also in the real command."""
    program = (
        "import sys, cli.app, cli.group\n"
        f"def broken(self, ctx, name): raise ValueError({SECRET!r})\n"
        "cli.group.Commands.get_command = broken\n"
        "sys.exit(cli.app.run(['cases', '--help']))\n"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout) == (3, "")
    assert "Traceback" not in ran.stderr
    assert SECRET not in ran.stderr
    (report,) = (office / "reports").iterdir()
    assert "builtins.ValueError\n" in report.read_text(encoding="utf-8")


@pytest.mark.parametrize("raised", [KeyboardInterrupt, BrokenPipeError])
def test_interrupted(
    office: Path, cuecard: Calls, monkeypatch: pytest.MonkeyPatch, raised: type[BaseException]
) -> None:
    """Ctrl-C exits with 130 and says that nothing is lost; a reader who has gone is no fault."""
    assert office.is_dir()

    def interrupt(_call: Call, _kind: object) -> None:
        raise raised

    monkeypatch.setattr(Call, "_seated", interrupt)
    monkeypatch.setattr("cli.app.drop_stdout", lambda: None)
    said = cuecard("tick")
    if raised is KeyboardInterrupt:
        assert (said.code, said.err) == (130, "interrupted; what was acknowledged before is kept\n")
    else:
        assert (said.code, said.err) == (0, "")


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX systems")
@pytest.mark.parametrize("number", [1, 2, 3, 5, 9, 15, 30, 60])
def test_interrupted_while_it_starts(number: int) -> None:
    """Ctrl-C while the command still loads its own parts ends it as it does later on, at whichever of them."""
    program = (
        "import os, signal, sys\n"
        "left = [None] * int(sys.argv.pop(1))\n"
        "def heard(event, _):\n"
        "    if event == 'import' and left and not left.pop() and not left:\n"
        "        os.kill(os.getpid(), signal.SIGINT)\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from cli.start import main\n"
        "sys.addaudithook(heard)\n"
        "main()\n"
    )
    command = [sys.executable, "-c", program, str(number), "schemas", "--help"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    told = "interrupted; what was acknowledged before is kept\n"
    assert (ran.returncode, ran.stdout, ran.stderr) == (130, "", told)


def test_interrupted_again_while_that_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Pressing Ctrl-C once more changes nothing."""
    once = iter([KeyboardInterrupt])

    def pressed(*words: str, file: TextIO) -> None:
        for kind in once:
            raise kind
        file.write(f"{' '.join(words)}\n")

    def interrupt() -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("cli.app.main", interrupt)
    monkeypatch.setattr("builtins.print", pressed)
    with pytest.raises(SystemExit) as ended:
        main()
    assert (ended.value.code, capsys.readouterr().err) == (130, "interrupted; what was acknowledged before is kept\n")


def test_the_version(cuecard: Calls) -> None:
    """`--version` prints the version."""
    assert cuecard("--version").out.startswith("cuecard 0.")


def test_the_real_command(case: str) -> None:
    """The command as a shell starts it: the exit codes, and only JSON on stdout."""
    assert start("--help").code == 0
    assert start("agenda", case, "--json").json["case"] == case
    refused = start("done", case, "carry", "--json")
    assert (refused.code, refused.err, list(refused.json)) == (1, "", ["refused"])
    assert start("agenda").code == 2
    assert start("agenda", "ZZZ-ZZZ").code == 1


@pytest.mark.skipif(os.name == "nt", reason="a pipe that is closed early is made with a POSIX shell")
def test_a_reader_who_goes_away(case: str) -> None:
    """`cuecard show | head -1` ends quietly, with the code of the command."""
    command = f'"{sys.executable}" -m cli.app show {case}; echo "code $?" >&2'
    ran = subprocess.run(["/bin/sh", "-c", f"({command}) | true"], capture_output=True, text=True, check=False)
    assert ran.stderr == "code 0\n"


def test_an_old_code_page(case: str, cuecard: Calls) -> None:
    """On a console with an old code page, what it does not have is shown as an escape."""
    cuecard("note", case, "日本 £5")
    said = subprocess.run(
        [sys.executable, "-m", "cli.app", "show", case],
        capture_output=True,
        env=os.environ | {"PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"},
        check=False,
    )
    assert (said.returncode, said.stderr) == (0, b"")
    assert b"\\u65e5\\u672c \xa35" in said.stdout


def test_windows_patterns_in_answers_stay_as_typed(case: str, cuecard: Calls, tmp_path: Path) -> None:
    """What looks like a pattern, a variable or a home folder in an answer is never expanded."""
    assert tmp_path.is_dir()
    cuecard("arrive", case, "slip", "slip_number=~ $HOME %PATH% *")
    facts = cuecard("agenda", case, "--json").json["facts"]
    assert "~ $HOME %PATH% *" in [fact["value"] for fact in facts]
