"""How long something takes, in words that never say nought."""

from datetime import timedelta

import pytest

from held.web.duration import in_words


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (timedelta(days=1), "1\xa0day"),
        (timedelta(hours=23, minutes=59), "23\xa0hours, 59\xa0minutes"),
        (timedelta(seconds=5), "1\xa0minute"),
        (timedelta(0), "1\xa0minute"),
    ],
)
def test_a_span_is_told_in_words(span: timedelta, said: str) -> None:
    assert in_words(span) == said
