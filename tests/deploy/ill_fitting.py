"""One nginx, or one Caddy, that passes on many sets of headers, each at a port of its own, in front of one place."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.deploy.fronts import CADDY, NGINX, Front, make_certificate, me, run_front
from tests.running import free_port
from tests.web.header_sets import NAME, PASSED_ON, SETS, HeaderSet

# What the check of the address has to find in addition to the table's sets: lines within the site, for nginx and Caddy.
MORE = {
    "removes cookies": ('proxy_set_header Cookie "";', "header_up -Cookie"),
    "changes origin": ("proxy_set_header Origin http://127.0.0.1:8000;", "header_up Origin http://127.0.0.1:8000"),
    "hides our headers": ("proxy_hide_header Content-Security-Policy;", "header_down -Content-Security-Policy"),
    "believes visitors": (
        "proxy_set_header X-Forwarded-For $http_x_forwarded_for;",
        "header_up X-Forwarded-For {http.request.header.X-Forwarded-For}",
    ),
    "small forms only": ("client_max_body_size 1m;", ""),
    "redirects": ("return 308 https://elsewhere.example$request_uri;", ""),
    "nothing behind it": ("", ""),
    "another program": ('return 200 "hello";', ""),
}


def ports_of() -> dict[str, int]:
    """A free port for each set of the table and each of `MORE`."""
    found: dict[str, int] = {}
    for name in [*(one.name for one in SETS), *MORE]:
        port = free_port()
        while port in found.values():
            port = free_port()
        found[name] = port
    return found


@contextmanager
def nginx(folder: Path, ports: Mapping[str, int]) -> Iterator[Front]:
    """nginx with a server for each port; it accepts any host name."""
    backend, closed = free_port(), free_port()
    folder.mkdir()
    make_certificate(folder)
    servers = [_server(ports[one.name], backend, _nginx_lines(one)) for one in SETS]
    servers += [
        _server(ports[name], closed if "nothing" in name else backend, _nginx_more(name, lines))
        for name, (lines, _caddy) in MORE.items()
    ]
    temporary = " ".join(f"{kind}_temp_path {folder};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    tls = f"ssl_certificate {folder}/fullchain.pem;\nssl_certificate_key {folder}/privkey.pem;\n"
    around = f"user {me()};\ndaemon off;\npid {folder}/pid;\nerror_log stderr crit;\nevents {{}}\n"
    inside = f"{temporary}\naccess_log off;\nclient_max_body_size 11m;\n{tls}" + "".join(servers)
    (folder / "nginx.conf").write_text(f"{around}http {{\n{inside}}}\n")
    command = [str(NGINX), "-e", "stderr", "-p", str(folder), "-c", "nginx.conf"]
    yield from run_front(folder, command, ports[SETS[0].name], backend)


@contextmanager
def caddy(folder: Path, ports: Mapping[str, int]) -> Iterator[Front]:
    """Caddy with a site for each port, at localhost and at the name of the table."""
    backend, closed, plain = free_port(), free_port(), free_port()
    folder.mkdir()
    sites = [_site(ports[one.name], f"reverse_proxy 127.0.0.1:{backend} {{\n{_caddy_lines(one)}}}\n") for one in SETS]
    for name, (_nginx, lines) in MORE.items():
        proxy = f"reverse_proxy 127.0.0.1:{closed if 'nothing' in name else backend} {{\n{lines}\n}}\n"
        other = {
            "redirects": "redir https://elsewhere.example{uri} 308\n",
            "another program": "respond hello 200\n",
            "small forms only": f"request_body {{\nmax_size 1MB\n}}\n{proxy}",
        }
        trusts = "trusted_proxies 127.0.0.1/32" if name == "believes visitors" else ""
        sites.append(_site(ports[name], other.get(name, proxy.replace("{\n", f"{{\n{trusts}\n", 1))))
    around = (
        f"{{\nadmin off\nskip_install_trust\nhttp_port {plain}\ndefault_sni {NAME}\nauto_https disable_redirects\n}}\n"
    )
    (folder / "Caddyfile").write_text(around + "".join(sites))
    command = [str(CADDY), "run", "--config", "Caddyfile", "--adapter", "caddyfile"]
    yield from run_front(folder, command, ports[SETS[0].name], backend)


def _server(port: int, backend: int, lines: str) -> str:
    proxy = f"proxy_http_version 1.1;\nproxy_pass http://127.0.0.1:{backend};\n"
    return f"server {{\nlisten 127.0.0.1:{port} ssl;\nlocation / {{\n{lines}\n{proxy}}}\n}}\n"


def _site(port: int, lines: str) -> str:
    return f"https://localhost:{port}, https://{NAME}:{port} {{\ntls internal\n{lines}}}\n"


def _nginx_lines(one: HeaderSet) -> str:
    passed = {name: one.headers.get(name, "") for name in PASSED_ON}
    lines = "".join(f"proxy_set_header {name} '{value}';\n" for name, value in passed.items())
    return lines + (f"proxy_set_header Host {one.host};\n" if one.host != NAME else _nginx_host())


def _nginx_more(name: str, lines: str) -> str:
    visitor = "" if name == "believes visitors" else "proxy_set_header X-Forwarded-For $remote_addr;\n"
    return f"{_nginx_host()}{visitor}{lines}"


def _nginx_host() -> str:
    return "proxy_set_header Host $http_host;\n"


def _caddy_lines(one: HeaderSet) -> str:
    passed = {name: one.headers.get(name, "") for name in PASSED_ON}
    lines = "".join(
        f"header_up {name} `{value}`\n" if value else f"header_up -{name}\n" for name, value in passed.items()
    )
    return lines + (f"header_up Host {one.host}\n" if one.host != NAME else "")
