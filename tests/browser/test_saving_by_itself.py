"""The script that saves by itself, against a real place: no word is lost, whatever happens to the connection."""

import pytest
from playwright.sync_api import expect

from tests.browsing import watched
from tests.read_back import read_bodies

pytestmark = pytest.mark.browser
SAVED = "Saved. You can stop here and come back whenever you like."


@pytest.fixture
def ana(browser, place):
    with watched(browser, place.url, session=place.known["cookies"]["ana"]) as seen:
        seen.page.on("dialog", lambda asked: asked.accept())
        yield seen


def open_leaf(seen, place):
    seen.look(f"/family/leaves/{place.known['leaf']}/")
    return seen.page.locator("#id_body")


def status(seen):
    return seen.page.locator("[data-draft-status]")


def nothing_waits_here(seen) -> None:
    """The device keeps no copy any more. (Asked from outside: our policy lets no page evaluate a string again.)"""
    for _ in range(100):
        if seen.page.evaluate("localStorage.length") == 0:
            return
        seen.page.wait_for_timeout(50)
    pytest.fail("a copy is still kept on this device")


def test_typing_is_saved_and_each_save_is_numbered(ana, place):
    body = open_leaf(ana, place)
    body.fill("First words")
    expect(status(ana)).to_have_text(SAVED)
    assert ana.page.locator("[name=turn]").input_value() == "1"
    body.fill("First words, and more")
    expect(ana.page.locator("[name=turn]")).to_have_value("2")
    nothing_waits_here(ana)
    assert {"First words", "First words, and more"} <= read_bodies(place.data)
    assert not ana.refused


def test_a_leaf_left_empty_is_nothing_written_and_nothing_waits(ana, place):
    ana.look(f"/family/stories/{place.known['story']}/")
    ana.page.get_by_role("button", name="Write something more").click()
    ana.page.wait_for_load_state()
    ana.page.locator("#id_body").fill("x")
    ana.page.locator("#id_body").fill("")
    expect(status(ana)).to_have_text("Nothing here yet. There’s no rush.")
    nothing_waits_here(ana)


def test_after_the_sign_in_has_ended_the_words_arrive_all_the_same(ana, place):
    body = open_leaf(ana, place)
    ana.page.context.clear_cookies()
    body.fill("Written after the sign-in had ended")
    expect(status(ana)).to_contain_text("Please sign in again. What you wrote is kept.")
    assert "Written after the sign-in had ended" in read_bodies(place.data)
    status(ana).get_by_role("link", name="Sign in").click()
    assert "/entrance/" in ana.page.url


def test_the_plain_button_says_the_same_after_the_sign_in_has_ended(browser, place):
    with watched(browser, place.url, session=place.known["cookies"]["ana"], javascript=False) as seen:
        body = open_leaf(seen, place)
        seen.page.context.clear_cookies()
        body.fill("Written with the plain button")
        seen.page.get_by_role("button", name="Save these words").click()
        expect(seen.page.locator("h1")).to_have_text("Please sign in again. What you wrote is kept.")
        assert "Written with the plain button" not in seen.page.content()
    assert "Written with the plain button" in read_bodies(place.data)


def test_two_writers_see_both_texts_and_choose_one(ana, browser, place):
    with watched(browser, place.url, session=place.known["cookies"]["ben"]) as his:
        hers_body, his_body = open_leaf(ana, place), open_leaf(his, place)
        hers_body.fill("Hers, written first")
        expect(status(ana)).to_have_text(SAVED)
        his_body.fill("His, written second")
        expect(status(his)).to_contain_text("Both are kept.")
        his_body.fill("His, written second, going on")
        expect(his.page.locator("[name=turn]")).to_have_value("2")
        nothing_waits_here(his)
        status(his).get_by_role("link", name="See both side by side").click()
        assert his.page.locator(".version").count() == 2
        assert not his.axe()
        his.page.get_by_role("button", name="Keep this one").click()
        expect(his.page.locator("#id_body")).to_have_value("His, written second, going on")
    assert {"Hers, written first", "His, written second, going on"} <= read_bodies(place.data)


def test_a_copy_kept_on_this_device_can_be_brought_back_or_put_away(ana, place):
    open_leaf(ana, place)
    leaf = place.known["leaf"]
    for number in (1, 2):
        kept = f'{{"base": "", "at": {number}, "words": [["body", "Kept here, {number}"]]}}'
        ana.page.evaluate("([key, kept]) => localStorage.setItem(key, kept)", [f"held.draft.{leaf}.k{number}", kept])
    ana.page.reload()
    away = ana.page.get_by_role("button", name="Remove this copy from this device")
    expect(away).to_have_count(2)
    expect(away.first).to_have_accessible_description("Kept here, 2")
    assert not ana.axe()
    away.first.click()
    expect(away).to_have_count(1)
    expect(ana.page.locator("#id_body")).to_be_focused()
    assert ana.page.evaluate("Object.keys(localStorage)") == [f"held.draft.{leaf}.k1"]
    away.click()
    ana.page.reload()
    expect(away).to_have_count(0)


def test_words_written_while_the_place_is_away_arrive_when_it_is_back(ana, place):
    body = open_leaf(ana, place)
    place.kill()
    body.fill("Written while nobody answered")
    expect(status(ana)).to_contain_text("We can’t be reached just now")
    place.start()
    expect(status(ana)).to_have_text(SAVED, timeout=30_000)
    assert "Written while nobody answered" in read_bodies(place.data)


def test_saving_by_button_while_typing_makes_no_conflict(ana, place):
    body = open_leaf(ana, place)
    for turn in range(5):
        body.press_sequentially(f" word {turn}")
        ana.page.wait_for_timeout(1150)  # just before it saves by itself
        ana.page.get_by_role("button", name="Save these words").click()
        expect(ana.page.locator("[data-draft-short]")).to_have_text("Saved")
        expect(status(ana)).to_have_class("draft-status visually-hidden")  # said once to those who see the row
        nothing_waits_here(ana)
        assert any(f" word {turn}" in one for one in read_bodies(place.data))
    ana.page.reload()
    assert ana.page.locator("#id_body").input_value().count(" word ") == 5
    assert not ana.page.get_by_text("Both are kept.").count()


@pytest.mark.parametrize("button", ["Save these words", "Save and stop for now", "As a reader sees it"])
def test_without_connection_every_button_stays_with_the_words(ana, place, button):
    body, press = open_leaf(ana, place), ana.page.get_by_role("button", name=button)
    ana.page.context.set_offline(True)
    press.click()  # nothing was changed, and still nobody can be reached
    expect(status(ana)).to_contain_text("We can’t be reached just now. What you wrote is kept on this device")
    body.fill(f"Written on a train, {button}")
    press.click()
    expect(ana.page.locator("[data-draft-short]")).to_have_text("Kept here")
    expect(body).to_have_value(f"Written on a train, {button}")
    assert ana.page.url == f"{place.url}/family/leaves/{place.known['leaf']}/"
    ana.page.context.set_offline(False)
    expect(status(ana)).to_have_text(SAVED)
    assert f"Written on a train, {button}" in read_bodies(place.data)
    assert ana.page.url == f"{place.url}/family/leaves/{place.known['leaf']}/"  # it saves, and leads nowhere by itself
    if button != "Save these words":
        press.click()
        ana.page.wait_for_url("**/family/stories/**")


def test_back_and_forward_keep_what_was_saved(ana, place):
    body = open_leaf(ana, place)
    body.fill("Before leaving")
    expect(status(ana)).to_have_text(SAVED)
    ana.look("/family/")
    ana.page.evaluate("history.back()")
    expect(ana.page.locator("#id_body")).to_have_value("Before leaving")
    ana.page.locator("#id_body").fill("Before leaving, and after coming back")
    expect(status(ana)).to_have_text(SAVED)
    nothing_waits_here(ana)
    ana.look(f"/family/leaves/{place.known['leaf']}/")
    expect(ana.page.locator("#id_body")).to_have_value("Before leaving, and after coming back")
    assert not ana.page.get_by_text("Both are kept.").count()


OLDER_SAFARI = """delete HTMLFormElement.prototype.requestSubmit;
Object.defineProperty(SubmitEvent.prototype, "submitter", { get() { return undefined; } });"""


@pytest.mark.parametrize("older", [True, False], ids=["Safari 15", "this browser"])
def test_a_button_pressed_during_a_save_does_what_it_says(ana, place, older):
    """Safari before 16 has no `requestSubmit`, and before 15.4 a form does not say which button sent it."""
    if older:
        ana.page.add_init_script(OLDER_SAFARI)
    body, held = open_leaf(ana, place), []

    def hold(route) -> None:
        held.append(route) if "application/json" in route.request.headers["accept"] else route.continue_()

    ana.page.route("**/family/leaves/**", hold)
    body.fill(f"Written just before stopping, {older}")
    expect(status(ana)).to_contain_text("Saving.", timeout=15_000)
    ana.page.get_by_role("button", name="Save and stop for now").click()
    held[0].continue_()
    ana.page.wait_for_url("**/*said=saved")
    assert "/family/stories/" in ana.page.url  # and not on this leaf again
    assert f"Written just before stopping, {older}" in read_bodies(place.data)
    assert not ana.refused


def test_safari_12_saves_automatically_too(ana, place):
    """It cannot abort a request that hangs (`AbortController` came with 12.1). Everything else has to work."""
    ana.page.add_init_script("delete window.AbortController;")
    open_leaf(ana, place).fill("Written in Safari 12")
    expect(status(ana)).to_have_text(SAVED)
    assert "Written in Safari 12" in read_bodies(place.data)
