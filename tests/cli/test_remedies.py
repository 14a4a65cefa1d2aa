"""A remedy for nginx and for Caddy names the file, the place in it, and the command that makes it take effect."""

import pytest

from held.cli import remedies
from tests.running import ROOT


@pytest.mark.parametrize("remedy", [remedies.in_proxy("line;", "other."), remedies.in_site("line;", "other.")])
def test_each_has_its_file_its_place_and_its_reload(remedy):
    nginx, caddy = remedy.splitlines()
    assert nginx.startswith(f"nginx: line; In {remedies.NGINX_FILE}, ")
    assert nginx.endswith("; then nginx -t && systemctl reload nginx.")
    assert caddy.startswith(f"Caddy: other. In {remedies.CADDY_FILE}, ")
    assert caddy.endswith("; then systemctl reload caddy.")


def test_the_files_are_those_that_hosts_are_told_to_save():
    assert remedies.NGINX_FILE in (ROOT / "deploy/nginx.conf").read_text()
    assert remedies.CADDY_FILE in (ROOT / "deploy/Caddyfile").read_text()
