"""Chromium, Firefox and WebKit take the same walks; at the end their table is printed."""

import pytest

from tests.browser.three_engines import CASES, Walk
from tests.engines.scene import ENGINES, scene
from tests.promises.sizes import is_small

pytestmark = pytest.mark.browser
FULL = not is_small()
WALKS = [
    pytest.param(case, engine, javascript, id=f"{case.name}, {engine}, {'with' if javascript else 'without'} scripts")
    for case in CASES
    for engine in (case.where if FULL else case.small)
    for javascript in case.scripts
]


@pytest.fixture(scope="module")
def taken():
    """The result of each walk, printed as a table after the last of them."""
    found: dict[tuple[str, str], list[str]] = {}
    yield found
    print(f"\n| case | {' | '.join(ENGINES)} |\n|---|---|---|---|")
    for name in dict.fromkeys(case.name for case in CASES if any(key[0] == case.name for key in found)):
        print(f"| {name} | {' | '.join(', '.join(sorted(found.get((name, one), ['–']))) for one in ENGINES)} |")


@pytest.fixture(scope="module")
def walked(browser, tmp_path_factory):
    with scene(browser, tmp_path_factory.mktemp("scene")) as found:
        yield found


@pytest.mark.parametrize(("case", "engine", "javascript"), WALKS)
def test_every_browser_engine_passes_each_walk(walked, taken, case, engine, javascript):
    how = "with scripts" if javascript else "without"
    outcomes = taken.setdefault((case.name, engine), [])
    outcomes.append(f"{how}: failed")
    case.take(Walk(walked, engine, javascript))
    outcomes[-1] = how
