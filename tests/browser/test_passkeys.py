"""Passkeys in a real Chromium with an authenticator of its own: made, used to sign in, shown once more, removed."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, expect

from tests.browsing import Watched, watched
from tests.running import Running

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def place(tmp_path_factory) -> Iterator[Running]:
    """A place without a host yet."""
    with Running(tmp_path_factory.mktemp("passkeys") / "place") as running:
        yield running


@contextmanager
def phone_in_hand(page: Page) -> Iterator[str]:
    """A device that keeps passkeys and answers for its owner at once."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    kind = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    phone = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": kind})["authenticatorId"]
    yield phone
    devtools.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": phone})


def test_a_passkey_is_made_used_shown_and_removed(place, browser):
    with watched(browser, place.url) as seen, phone_in_hand(seen.page):
        page = seen.page
        take_the_place(seen, place)
        seen.look("/entrance/keys/offer/?next=/host/")
        page.get_by_role("link", name="Make a passkey").click()
        page.get_by_label("What do you call this device?").fill("my phone")
        page.get_by_role("button", name="Make a passkey").click()
        page.wait_for_url("**/host/")
        seen.look("/entrance/keys/")
        expect(page.get_by_text("my phone").first).to_be_visible()

        seen.look("/host/")
        sign_out(page)
        seen.look("/entrance/?next=/entrance/keys/")
        page.get_by_role("button", name="Sign in with a passkey").click()
        page.wait_for_url(f"{seen.url}/entrance/keys/")

        removal = key_asked_for_before_removal(seen)
        page.get_by_role("button", name="Use your passkey").click()
        page.wait_for_url(removal)
        expect(page.get_by_text("This is your last key")).to_be_visible()
        page.get_by_role("button", name="Remove this passkey").click()
        page.wait_for_url(f"{seen.url}/entrance/keys/")
        expect(page.get_by_text("You have no key: no")).to_be_visible()

        page.get_by_role("link", name="Sign out", exact=True).click()
        page.get_by_role("button", name="Sign out anyway", exact=True).click()
        page.wait_for_url(re.compile(r"/entrance/\?(.*&)?left"))
        seen.look("/entrance/")
        page.get_by_role("button", name="Sign in with a passkey").click()
        expect(page.get_by_text("didn’t work here")).to_be_visible()
        assert not seen.refused
        assert not seen.elsewhere


def test_a_device_that_says_no_changes_nothing_and_is_told_gently(place, browser):
    with watched(browser, place.url) as seen:
        seen.look("/entrance/")
        page = seen.page
        devtools = page.context.new_cdp_session(page)
        devtools.send("WebAuthn.enable")  # no device at all: Chromium itself refuses after the challenge
        kind = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
                "isUserVerified": False, "automaticPresenceSimulation": True}  # fmt: skip
        devtools.send("WebAuthn.addVirtualAuthenticator", {"options": kind})
        page.get_by_role("button", name="Sign in with a passkey").click()
        expect(page.get_by_text("nothing has changed. You can try again.")).to_be_visible()
        assert not seen.refused


def test_without_scripts_the_entrance_offers_paper_codes(place, browser):
    with watched(browser, place.url, javascript=False) as seen:
        seen.look("/entrance/")
        expect(seen.page.get_by_text("Passkeys need JavaScript")).to_be_visible()
        expect(seen.page.get_by_role("button", name="Sign in with a passkey")).to_be_hidden()
        expect(seen.page.get_by_role("button", name="Sign in with a paper code")).to_be_visible()


def test_at_a_numeric_address_no_passkey_is_offered(place, browser):
    with watched(browser, f"http://127.0.0.1:{place.port}") as seen:
        seen.look("/entrance/")
        expect(seen.page.get_by_text("Passkeys need an address with a name")).to_be_visible()


def take_the_place(seen: Watched, place: Running) -> None:
    seen.page.goto(place.first_link)
    seen.page.get_by_role("button", name="Sign in", exact=True).click()
    seen.page.wait_for_url("**/host/evening/1/")


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Sign out", exact=True).click()
    page.wait_for_url(re.compile(r"/entrance/\?(.*&)?left"))


def key_asked_for_before_removal(seen: Watched) -> str:
    """A quarter hour has passed: the page that removes a passkey first asks for it. Returns the address of that
    page."""
    seen.look("/entrance/keys/")
    removal = seen.url + str(seen.page.get_by_role("link", name="Remove").get_attribute("href"))
    seen.look(f"/entrance/show-key/?next={removal.removeprefix(seen.url)}")
    return removal
