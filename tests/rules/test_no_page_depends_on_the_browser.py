"""Nothing of ours reads which browser, bot or preview asks: all are answered the same."""

import re

from tests.source_code import ROOT

ASKS_FOR_THE_AGENT = re.compile(r"""user[-_]agent["']?\s*[\])]|\.user_agent""", re.IGNORECASE)


def test_no_module_reads_the_user_agent():
    found = [str(file) for file in (ROOT / "held").rglob("*.py") if ASKS_FOR_THE_AGENT.search(file.read_text())]
    assert not found


def test_a_module_that_reads_the_user_agent_is_found():
    for line in ('request.headers.get("User-Agent")', 'request.META["HTTP_USER_AGENT"]', "request.user_agent"):
        assert ASKS_FOR_THE_AGENT.search(line)
