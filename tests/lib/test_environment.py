"""Settings are read once, and an invalid value is refused with a sentence."""

import pytest

from held.lib.environment import Environment, WrongSetting

NAMES = ("PORT", "DATA", "MAIL")


def env(**given):
    return Environment("HELD_", NAMES, given)


def test_a_setting_is_its_text_without_white_space_or_the_default():
    assert env(HELD_DATA=" here \n").text("DATA") == "here"
    assert env().text("DATA", "there") == "there"


def test_a_setting_can_be_read_from_a_file(tmp_path):
    (tmp_path / "mail").write_text("smtp://mail.example\n")
    assert env(HELD_MAIL_FILE=str(tmp_path / "mail")).text("MAIL") == "smtp://mail.example"


def test_a_setting_given_twice_is_refused(tmp_path):
    with pytest.raises(WrongSetting, match="keep one of them"):
        env(HELD_MAIL="a", HELD_MAIL_FILE=str(tmp_path)).text("MAIL")


@pytest.mark.parametrize("bytes_there", [None, b"\xff\xfe\xff"])
def test_a_file_that_cannot_be_read_is_named_and_its_content_is_not(tmp_path, bytes_there):
    if bytes_there:
        (tmp_path / "mail").write_bytes(bytes_there)
    with pytest.raises(WrongSetting, match=r"HELD_MAIL_FILE names .*mail, which cannot be read"):
        env(HELD_MAIL_FILE=str(tmp_path / "mail")).text("MAIL")


def test_a_misspelt_name_is_refused_with_the_one_that_was_meant():
    with pytest.raises(WrongSetting, match=r"HELD_PROT is not a setting of held. Did you mean HELD_PORT?"):
        env(HELD_PROT="1")


def test_a_name_like_nothing_is_refused_too_and_others_are_not_ours():
    with pytest.raises(WrongSetting, match=r"^HELD_ZZZZZZ is not a setting of held\.$"):
        env(HELD_ZZZZZZ="1")
    env(PATH="/bin")


@pytest.mark.parametrize("given", ["", "0", "65536", "8e3", "-1", "٨", "8000.0"])
def test_a_number_is_whole_and_between_its_bounds(given):
    with pytest.raises(WrongSetting, match="needs a whole number from 1 to 65535"):
        env(HELD_PORT=given).number("PORT", 8000, least=1, most=65535)


@pytest.mark.parametrize(("given", "read"), [("yes", True), ("YES", True), ("no", False), (None, False)])
def test_a_yes_or_no_setting_is_understood(given, read):
    found = env() if given is None else env(HELD_MAIL=given)
    assert found.choice("MAIL", default=False) is read


@pytest.mark.parametrize("given", ["", "true", "1", "on"])
def test_another_word_than_yes_and_no_is_refused(given):
    with pytest.raises(WrongSetting, match="needs “yes” or “no”"):
        env(HELD_MAIL=given).choice("MAIL", default=False)


def test_a_number_setting_or_its_default_is_read():
    assert env(HELD_PORT="8001").number("PORT", 8000, least=1, most=65535) == 8001
    assert env().number("PORT", 8000, least=1, most=65535) == 8000
