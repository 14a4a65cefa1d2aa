"""The table of header sets, through a real nginx and a real Caddy; and the address check behind each of them."""

import json
import os

import httpx
import pytest

from tests.deploy import ill_fitting
from tests.deploy.fronts import NGINX
from tests.inside import inside
from tests.promises.answering import with_questions
from tests.running import Running, held
from tests.seeding import seed
from tests.web.header_sets import ADDRESS, NAME, SETS, Page, People, not_as_told

pytestmark = pytest.mark.harness
FRONTS = {"caddy": ill_fitting.caddy, "nginx": ill_fitting.nginx}


class Through:
    """A browser that comes by one port of the web server and uses the table's host name."""

    def __init__(self, port: int, session: str) -> None:
        self.http = httpx.Client(base_url=f"https://127.0.0.1:{port}", verify=False, timeout=20)  # noqa: S501
        self.http.headers["Host"] = NAME
        if session:
            self.http.cookies.set("held", session, domain="127.0.0.1", path="/")

    def open(self, path: str) -> Page:
        return self._came(self.http.get(path))

    def send(self, path: str, fields: dict[str, list[str]]) -> Page:
        return self._came(self.http.post(path, data=fields, headers={"Origin": ADDRESS}))

    def _came(self, answer: httpx.Response) -> Page:
        return Page(answer.status_code, answer.text, answer.headers.get("Location", ""), dict(answer.headers))


@pytest.fixture(scope="module", params=sorted(FRONTS))
def fronted(request, tmp_path_factory):
    """The web server, the place behind it, its ports, and the people there."""
    if request.param == "nginx" and not NGINX:
        if os.environ.get("CI") == "true":
            pytest.fail("nginx is not installed, and in CI nothing is skipped")
        pytest.skip("nginx is not installed")
    folder, ports = tmp_path_factory.mktemp(request.param), ill_fitting.ports_of()
    known = seed(folder / "place", photographs=1)
    asked = with_questions(folder / "place", known["story"], 1)
    with (
        FRONTS[request.param](folder / "front", ports) as front,
        Running(folder / "place", port=front.backend) as place,
    ):
        yield front, place, ports, known, asked


def tell(place: Running, address: str) -> None:
    """The host sets this address while the place runs."""
    inside(place.data, f"from held.place.models import Place; Place.objects.update(address={address!r})")


def test_pages_open_and_forms_work_as_the_table_says(fronted):
    _front, place, ports, known, asked = fronted
    tell(place, ADDRESS)
    wrong = {}
    for one in SETS:
        browsers = {who: Through(ports[one.name], known["cookies"].get(who, "")) for who in ("reader", "ana", "hilde")}
        link = asked.involvements[0][0].links[0]
        people = People(browsers, asked.address, known["photographs"][0][0], known["leaf"], link)
        if pages := not_as_told(people, one):
            wrong[one.name] = pages
        for browser in browsers.values():
            browser.http.close()
    assert not wrong
    assert place.output.count("front changes the host name of the request") == 1
    assert NAME not in "".join(place.logged)


FOUND = {
    SETS[0].name: [],
    "no scheme": [],
    "only Forwarded": ["does not pass on the visitor’s address (X-Forwarded-For)"],
    "no scheme, no address of the visitor": ["does not pass on the visitor’s address (X-Forwarded-For)"],
    "host not passed on": ["(Host). Pages open"],
    "name of the inner machine": ["(Host), so no page opens"],
    "removes cookies": ["removes or changes Cookie"],
    "changes origin": ["removes or changes Origin"],
    "hides our headers": ["changes content-security-policy"],
    "believes visitors": ["that a visitor made up"],
    "redirects": ["redirects forms to https://elsewhere.example"],
    "nothing behind it": ["can’t reach this place (502)"],
    "small forms only": ["refuses a form of 10 MB"],
    "another program": ["Another program answers at this address (200)"],
}
NOT_FROM_OUR_PAGE = {"redirects", "nothing behind it", "another program"}


ASKING = """
import json
from held.cli.address import look_from_outside
from held.place.models import Place
found = {{}}
for name, port in {ports}.items():
    Place.objects.update(address=f"https://localhost:{{port}}")
    found[name] = [[one.wrong, one.remedy] for one in look_from_outside()[0]]
print(json.dumps(found))
"""


def test_the_address_check_finds_each_missing_header(fronted):
    front, place, ports, _known, _asked = fronted
    code = ASKING.format(ports={name: ports[name] for name in FOUND})
    told = inside(place.data, code, HELD_PORT=str(front.backend), SSL_CERT_FILE=str(front.roots))
    wrong = {}
    for name, found in json.loads(told).items():
        meant = FOUND[name] if name in NOT_FROM_OUR_PAGE else [*FOUND[name], "started before its address was set"]
        fits = len(found) == len(meant) and all(part in one[0] for part, one in zip(meant, found, strict=True))
        helps = all("nginx: " in remedy and "Caddy: " in remedy for _wrong, remedy in found[: len(FOUND[name])])
        if not (fits and helps):
            wrong[name] = found
    assert not wrong
    assert not (place.data / "address-check").exists()


def test_an_address_that_was_edited_and_not_restarted_is_said(fronted):
    front, place, ports, _known, _asked = fronted
    tell(place, "https://earlier.example")
    edited = f"https://localhost:{ports[SETS[0].name]}"
    settings = {"HELD_PORT": str(front.backend), "SSL_CERT_FILE": str(front.roots), "HELD_ADDRESS": edited}
    ended = held("check", "--address", data=place.data, **settings)
    assert f"✗ not fine: The running place uses another address than {edited}" in ended.stdout
    assert "1 thing needs attention." in ended.stdout


def test_a_certificate_that_nobody_signed_is_found(fronted):
    front, place, ports, _known, _asked = fronted
    tell(place, f"https://localhost:{ports[SETS[0].name]}")
    ended = held("check", "--address", data=place.data, HELD_PORT=str(front.backend))
    assert ended.returncode == 1
    assert "not signed by an authority that browsers trust" in ended.stdout
