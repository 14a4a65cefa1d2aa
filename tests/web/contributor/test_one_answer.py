"""After any press the page says one answer: the sentence at the top and the button with the mark agree."""

import itertools
import re

from held.consent import consent_links
from tests.answered import seen_by_link

HERE = {"Sec-Fetch-Site": "same-origin"}
PRESSES = ("named", "public", "no", "not-now", "withdraw")
SAID = {"named": "Your yes is saved", "no": "Your no is saved", "not-now": "Your “not now” is saved"}
SAID |= {"public": SAID["named"], "withdraw": "Your yes is taken back"}
NOT_OFFERED = ("not-now", "withdraw")  # the page has that button only if there is a yes to take back


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
        heard = (page.count("(your answer)"), SAID[after] in page)
        expected = "no" if after == "withdraw" else after
        wrong += [] if (marked, heard) == ([expected], (1, True)) else [(before, after, marked, heard)]
    assert not wrong
