"""A log line says the kind of a fault and where it was; never what anybody wrote."""

import io
import logging

from held.lib.log_without_words import QuietFormatter

WORDS = "She came on a Tuesday"


def logged(act):
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(QuietFormatter())
    log = logging.Logger("a test")  # its own
    log.addHandler(handler)
    try:
        act()
    except Exception:
        log.exception("fault on %s", "family:write")
    return stream.getvalue()


def test_the_kind_and_the_place_are_told_and_the_text_is_not():
    def fails():
        raise ValueError(WORDS)

    line = logged(fails)
    assert "ValueError" in line
    assert "test_log_without_words.py" in line
    assert "fails" in line
    assert "family:write" in line
    assert WORDS not in line


def test_the_text_of_an_earlier_fault_is_not_logged_either():
    def fails():
        try:
            {}[WORDS]
        except KeyError as reason:
            raise RuntimeError("second") from reason

    assert WORDS not in logged(fails)
