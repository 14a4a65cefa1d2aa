"""nginx, which gives the same bytes from files and asks nobody whether it may: the limit."""

import os
import shutil
from pathlib import Path

from bench.running import Program
from tests.running import free_port

_CONFIGURATION = """\
daemon off;
{owner}
worker_processes 1;
pid {folder}/nginx.pid;
error_log stderr;
events {{ worker_connections 256; }}
http {{
  access_log off;
  sendfile on;
  tcp_nopush on;
  keepalive_requests 1000000;
  types {{ text/html html; image/jpeg jpg; }}
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  server {{ listen 127.0.0.1:{port}; root {folder}/www; index story.html; }}
}}
"""


def served(folder: Path, files: dict[str, bytes]) -> Program:
    """How it is started with these files, of which `story.html` is the first page."""
    www, port = folder / "www", free_port()
    www.mkdir()
    for name, data in files.items():
        (www / name).write_bytes(data)
    owner = "user root;" if os.geteuid() == 0 else ""
    configuration = folder / "nginx.conf"
    configuration.write_text(_CONFIGURATION.format(folder=folder, port=port, owner=owner))
    return Program((shutil.which("nginx") or "", "-c", str(configuration)), port, folder, dict(os.environ))
