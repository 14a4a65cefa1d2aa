"""After any press the page says one answer: the sentence at the top and the button with the mark agree."""

import itertools
import re

from held.consent import consent_links
from tests.answered import seen_by_link

HERE = {"Sec-Fetch-Site": "same-origin"}
PRESSES = ("named", "public", "no", "not-now", "withdraw")
SAID = {"named": "Your yes is saved", "no": "Your no is saved", "not-now": "Your “not now” is saved"}
SAID |= {"public": SAID["named"], "withdraw": "Your yes is taken back"}
GONE = "Your yes is taken back"
NOTICE = re.compile(r'role="status"[^>]*>\s*<p>([^<]+)')
NOT_OFFERED = ("not-now", "withdraw")  # the page has that button only if there is a yes to take back


def takes_back(before: str, after: str) -> bool:
    """Whether a yes is in force before, and none after."""
    return before in {"named", "public"} and after not in {"named", "public"}


def press(phone, token: str, said: str) -> str:
    """The page after this press."""
    given = {"answer": said, "scope": "readers"} | seen_by_link(phone, token, "readers")
    act = "withdrawing" if said == "withdraw" else "answer"
    return phone.post(f"/c/a/{token}/{act}", given, headers=HERE, follow=True).content.decode()


def test_the_button_with_the_mark_is_the_last_answer(anyone, mika, cast):
    token = consent_links.ask(mika, ["named", "public"], by=cast.ana)
    anyone.post(f"/c/a/{token}", headers=HERE)
    wrong = []
    for before, after in set(itertools.permutations(PRESSES, 2)) - {NOT_OFFERED}:
        press(anyone, token, "no")  # every scope has the same answer
        press(anyone, token, before)
        page = press(anyone, token, after)
        marked = re.findall(r'<button class="rung rung-chosen" name="answer" value="([\w-]+)">', page)
        said = "Your no to all of it is saved" if (before, after) == ("no", "withdraw") else SAID[after]
        heard = (page.count("(your answer)"), said in page and (GONE in page) == takes_back(before, after))
        expected = "no" if after == "withdraw" else after
        wrong += [] if (marked, heard) == ([expected], (1, True)) else [(before, after, marked, heard)]
    assert not wrong


def test_a_no_to_another_use_does_not_say_that_readers_lose_it(anyone, mika, cast):
    token = consent_links.ask(mika, ["public", "print"], by=cast.ana)
    anyone.post(f"/c/a/{token}", headers=HERE)
    press(anyone, token, "public")
    for answer, said in (("yes", "Your yes is saved"), ("no", "your yes to that is taken back"), ("no", SAID["no"])):
        given = {"answer": answer, "scope": "print"} | seen_by_link(anyone, token, "print")
        page = anyone.post(f"/c/a/{token}/answer", given, headers=HERE, follow=True).content.decode()
        assert said in page
        assert GONE not in page
    assert "your yes to that is taken back" not in page


def test_a_later_link_never_tells_whether_there_was_a_yes(anyone, mika, cast):
    said, first = [], consent_links.ask(mika, ["public"], by=cast.ana)
    for before in ("public", "no"):
        press(anyone, first, before)
        later = consent_links.link_anew(mika, by=cast.ana)
        said.append([NOTICE.findall(press(anyone, later, answer)) for answer in ("no", "withdraw")])
    assert said[0] == said[1]
    assert said[0][0]
