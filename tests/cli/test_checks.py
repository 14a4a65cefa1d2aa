"""The checks of `held check`: each has a name that a person understands, and the desk tells those it may."""

from held.cli.findings import GROUND, TABLES, TABLES_FIT

ALL = (*GROUND, TABLES_FIT, *TABLES)


def test_each_check_has_a_name_of_its_own() -> None:
    names = [check.name for check in ALL]
    assert len(set(names)) == len(names) == 17
    assert not [name for name in names if not name or name.endswith(".")]


def test_the_desk_is_not_told_that_somebody_said_no() -> None:
    kept_back = {check.look.__name__ for check in ALL if not check.on_desk}
    assert kept_back == {"_refusals", "_second_copy", "_date"}
