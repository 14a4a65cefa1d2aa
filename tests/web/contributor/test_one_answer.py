"""After any press the page says one answer: the sentence at the top and the line under the question agree."""

import itertools
import re

from held.consent import consent_links
from tests.answered import seen_by_link

HERE = {"Sec-Fetch-Site": "same-origin"}
PRESSES = ("yes", "no", "not-now", "withdraw")
SAYS = {"yes": "Your answer: yes", "no": "Your answer: no.", "not-now": "Your answer: not now."}
SAYS["withdraw"] = SAYS["no"]
NOT_OFFERED = ("not-now", "withdraw")  # the page has that button only if there is a yes to take back


def press(phone, token: str, said: str) -> str:
    """The line under the question after this press."""
    given = {"answer": said, "scope": "public"} | (seen_by_link(phone, token, "public") if said == "yes" else {})
    act = "withdrawing" if said == "withdraw" else "answer"
    page = phone.post(f"/c/a/{token}/{act}", given, headers=HERE, follow=True).content.decode()
    return re.search(r'<p class="asked-answer">(.*?)</p>', page, re.DOTALL)[1].strip()


def test_the_line_under_the_question_says_the_last_answer(anyone, mika, cast):
    token = consent_links.ask(mika, ["public"], by=cast.ana)
    anyone.post(f"/c/a/{token}", headers=HERE)
    wrong = []
    for before, after in set(itertools.permutations(PRESSES, 2)) - {NOT_OFFERED}:
        press(anyone, token, before)
        line = press(anyone, token, after)
        wrong += [] if line.startswith(SAYS[after]) else [(before, after, line)]
    assert not wrong
