"""held demo: an installation with one invented family, in a folder of its own."""

import argparse

from django.conf import settings

from held.cli import preparing
from held.cli.messages import HostMustAct
from held.cli.separate_process import run_in_subprocess
from held.cli.serve import open_the_doors
from held.demo import folder
from held.lib.disk import write_durably


def run(_options: argparse.Namespace) -> int:
    """Serve the demo until Ctrl-C; then return 0."""
    if folder.is_somebodys(settings.HELD_DATA):
        raise HostMustAct(
            f"{settings.HELD_DATA} holds a place that is not the invented one, so nothing was done there. "
            "Please name another folder with HELD_DATA; “-demo” is added to its name."
        )
    with preparing.held_by_nobody_else() as lock:
        write_durably(settings.HELD_DATA / folder.MARK, b"Everybody in here is made up. This folder can be removed.\n")
        preparing.prepare()
        return open_the_doors(run_in_subprocess(_links), lock)


def _links() -> list[tuple[str, str]]:
    """Create the family, if this is the first start. Returns each link's label and token."""
    from held.demo import family  # noqa: PLC0415  # only in the process that creates it

    people = family.invited()
    return [
        ("Hilde, who hosts, signs in here", family.link_for(people.host)),
        ("Ana, the mother, signs in here", family.link_for(people.mother)),
    ]
