"""The position of a line in the files of nginx and Caddy, and how to make it take effect.

The files are those from docs/hosts/address-and-tls.md.
"""

NGINX_FILE, CADDY_FILE = "/etc/nginx/sites-enabled/held", "/etc/caddy/Caddyfile"


def in_proxy(nginx: str, caddy: str) -> str:
    """For a line about the proxy. nginx inherits no proxy_set_header into a location with any of its own."""
    return _both(
        f"{nginx} In {NGINX_FILE}, beside proxy_pass, in every location that has proxy_set_header lines",
        f"{caddy} In {CADDY_FILE}, in the braces after each reverse_proxy",
    )


def in_site(nginx: str, caddy: str) -> str:
    """For a line about the whole site."""
    return _both(
        f"{nginx} In {NGINX_FILE}, in the braces after “server” that have “listen 443”",
        f"{caddy} In {CADDY_FILE}, in the braces after the name",
    )


def _both(nginx: str, caddy: str) -> str:
    return f"nginx: {nginx}; then nginx -t && systemctl reload nginx.\nCaddy: {caddy}; then systemctl reload caddy."
