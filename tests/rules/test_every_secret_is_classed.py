"""Every page that accepts a secret says which kind it is, so that its rate limit is the right one.

A secret of 128 bits or more, and a passkey, cannot be guessed: a good one is accepted no matter what came from its
network before. A paper code could be guessed: each try is counted, good or not, by its sheet and by its network.
"""

import inspect
import sys

from held.accounts import sign_in_keys
from held.web.audiences import Audience, audience_of
from tests import cast as people
from tests.doors import PARAMETER, Door, every_door, path_of
from tests.promises.walking import fill
from tests.web.entrance.test_sign_in_limits import HERE, browser, use_up_codes, use_up_links, use_up_passkeys

CANNOT_BE_GUESSED = {
    *("entrance:link", "entrance:passkey", "entrance:show_passkey", "entrance:passkey_options", "entrance:add_passkey"),
    *("reader:story", "reader:words", "reader:knock", "reader:photograph", "reader:picture", "reader:named"),
    *("contributor:asked", "contributor:answer", "contributor:withdrawing", "contributor:telling"),
    *(
        "contributor:ending",
        "contributor:looking",
        "contributor:looking_by_old_page",
        "contributor:same",
        "contributor:picture",
    ),
    *("contributor:envelope", "contributor:photographs", "contributor:words", "contributor:taking_back"),
    "reader:address_check",  # 256 bits, valid once
    "family:leaf",  # accepted without a sign-in by the signature of its form
}
COULD_BE_GUESSED = {"entrance:come_in", "entrance:show_key"}
TAKE_NONE = {
    *(
        "reader:front",
        "reader:stories",
        "reader:quiet",
        "reader:help",
        "reader:for_families",
        "reader:for_friends",
        "reader:feed",
        "reader:robots",
        "reader:tdmrep",
    ),
    *("reader:healthz", "reader:readyz", "contributor:lost", "entrance:leave", "entrance:leaving"),
}
OTHER_PAGES = {  # pages for those signed in, in a module that reads a key on another page
    *("entrance:arrived", "entrance:keys", "entrance:offer", "entrance:remove_passkey", "entrance:elsewhere"),
}
OPEN = {Audience.ANYONE, Audience.READER, Audience.CONTRIBUTOR, Audience.NEWCOMER, Audience.WRITER}
READS_A_KEY = ("read_shown(", "read_made(", "use_code(")  # on pages for signed-in people too


def asks_for_a_secret(door: Door) -> bool:
    """Open to people who are not signed in, or in a module that reads a key."""
    source = inspect.getsource(sys.modules[door.page.__module__])
    return audience_of(door.page, door.name) in OPEN or any(reads in source for reads in READS_A_KEY)


def unclassed(doors: list[Door]) -> set[str]:
    """Names of pages that ask for a secret, or might, and are in none of the classes."""
    classed = CANNOT_BE_GUESSED | COULD_BE_GUESSED | TAKE_NONE | OTHER_PAGES
    return {door.name for door in doors if asks_for_a_secret(door)} - classed


def test_each_page_that_takes_a_secret_is_classed():
    assert not unclassed(every_door())
    classes = [CANNOT_BE_GUESSED, COULD_BE_GUESSED, TAKE_NONE, OTHER_PAGES]
    assert sum(map(len, classes)) == len(set().union(*classes))
    assert set().union(*classes) <= {door.name for door in every_door()}


def test_a_new_page_that_takes_a_secret_is_found():
    page = next(door.page for door in every_door() if door.name == "reader:named")
    assert unclassed([Door("reader:another", "/o/<str:secret>", page)]) == {"reader:another"}


def test_good_links_work_after_the_network_reached_its_limit(cast, client):
    filled = fill(cast, people.write_story(cast))
    use_up_links(**HERE)
    use_up_passkeys(**HERE)
    use_up_codes(**HERE)
    for door in every_door():
        if door.name in CANNOT_BE_GUESSED and PARAMETER.search(door.path):
            for method in ("GET", "POST"):
                answer = browser().generic(method, path_of(door, filled), **HERE)
                assert answer.status_code != 429, (method, door.name)
            # For what a good link or passkey then opens: tests/web/entrance/test_sign_in_limits.py.


def test_good_codes_wait_after_the_network_reached_its_limit(cast, signed_in):
    codes = sign_in_keys.write_codes(cast.ana)
    use_up_codes(**HERE)
    ana = signed_in(cast.ana)
    sheet = {"sheet": cast.ana.handle, "code": codes[0]}
    for door in every_door():
        if door.name in COULD_BE_GUESSED:
            assert ana.post(door.path, sheet, **HERE).status_code == 429, door.name
