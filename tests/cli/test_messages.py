"""Progress is reported when a piece of work takes longer than a second, and not before."""

from held.cli import messages
from held.lib import commands


def test_quick_work_prints_no_progress_lines(capsys):
    progress = messages.Progress("Opened")
    for done in range(1000):
        progress(done, 1000)
    assert capsys.readouterr().out == ""


def test_slow_work_says_once_a_second_how_far_it_is(capsys, monkeypatch):
    moment = iter(range(4000))
    monkeypatch.setattr(messages, "monotonic", lambda: next(moment) / 4)
    progress = messages.Progress("Opened")
    for done in range(1, 13):
        progress(done, 12_000)
    told = capsys.readouterr().out.splitlines()
    assert told[0].startswith("Opened: ")
    assert told[0].endswith(" of 12,000 …")
    assert 2 <= len(told) <= 5


def test_on_a_machine_with_the_service_its_commands_are_told(capsys, monkeypatch, tmp_path):
    told = f"Please start it (bin/held serve), then “bin/held check --all”. {commands.LIKE_THE_SERVICE} "
    told += "/opt/held/bin/held x"
    monkeypatch.setattr(commands, "SETTINGS_OF_SERVICE", tmp_path / "held.env")
    monkeypatch.setattr(commands, "PROGRAM_OF_SERVICE", commands.SERVICE)
    messages.say(told)
    assert capsys.readouterr().out == f"{told}\n"
    (tmp_path / "held.env").touch()
    messages.say(told)
    expected = f"Please start it (systemctl start held), then “{commands.SERVICE} check --all”. /opt/held/bin/held x\n"
    assert capsys.readouterr().out == expected
    monkeypatch.setattr(commands, "PROGRAM_OF_SERVICE", "/opt/another/bin/held-service")
    messages.say(told)
    assert capsys.readouterr().out == f"{told}\n"
