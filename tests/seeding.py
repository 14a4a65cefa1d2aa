"""Fills an empty data folder with the invented people, and signs each of them in.

Runs as a separate process (`python -m tests.seeding`, with HELD_DATA set); prints JSON: cookies and ids.
"""

import atexit
import json
import os
import shutil
import tempfile
from functools import cache
from pathlib import Path
from time import time

from tests import forking
from tests.running import surroundings

DAY = 24 * 3600  # seconds for which a key counts as shown


def seed(data: Path, *, every_door: bool = False, photographs: int = 0) -> dict:
    """Seed the folder from outside; returns what `main` prints. `every_door`: with data for every route.

    With `photographs` the story has that many that readers may ask for once it is opened. Folders seeded alike are
    copies of one, with the same keys and cookies.
    """
    folder, told = _seeded(every_door, photographs)
    shutil.copytree(folder, data, symlinks=True, dirs_exist_ok=True)
    return json.loads(told)


@cache
def _seeded(every_door: bool, photographs: int) -> tuple[str, str]:
    folder = tempfile.mkdtemp(prefix="held-seeded-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    more = {"SEED_EVERY_DOOR": "1"} if every_door else {}
    more["SEED_PHOTOGRAPHS"] = str(photographs)
    env = surroundings(Path(folder), **more, DJANGO_SETTINGS_MODULE="held.settings")
    ran = forking.run(["-m", "tests.seeding"], env)
    assert ran.returncode == 0, ran.stderr
    return folder, ran.stdout


def main() -> None:
    """Runs in the separate process."""
    import django  # noqa: PLC0415  # Django has to be set up before its models are imported

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    from held.cli.preparing import gather_static_files  # noqa: PLC0415

    gather_static_files()  # once, for every copy of this folder
    from held.accounts import sign_in_keys  # noqa: PLC0415
    from held.accounts.models import Link  # noqa: PLC0415
    from held.families.models import Member  # noqa: PLC0415
    from held.stories.models import Leaf  # noqa: PLC0415
    from tests import cast as people  # noqa: PLC0415
    from tests.photographs import MORE, SHOWS, photograph  # noqa: PLC0415
    from tests.promises.walking import fill  # noqa: PLC0415

    cast = people.assemble()
    sign_in_keys.write_codes(cast.hilde)
    used = "2020-01-01T00:00Z"  # the installation has a host
    Link.objects.create(
        account=cast.hilde, token_hash="0" * 64, purpose="FIRST", ends_at=used, used_at=used, made_by="program"
    )
    story = people.write_story(cast)
    leaf = Leaf.objects.get(story=story, kind=Leaf.Kind.ENTRY)
    wanted = range(1, int(os.environ.get("SEED_PHOTOGRAPHS", "0")) + 1)
    placed = [photograph(cast, story, shows=f"{SHOWS} It is number {number}.", more=MORE) for number in wanted]
    who = {name: _sign_in(getattr(cast, name)) for name in ("hilde", "ana", "ben", "otto")}
    if os.environ.get("SEED_EVERY_DOOR"):
        who["gwen"] = _sign_in(people.friend(cast, "Gwen", Member.Role.GUARDIAN))
    filled = fill(cast, story) if os.environ.get("SEED_EVERY_DOOR") else {}
    names = [(one.name, one.leaf_id) for one in placed]
    print(json.dumps({"cookies": who, "story": story.pk, "leaf": leaf.pk, "filled": filled, "photographs": names}))


def _sign_in(account: object) -> str:
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: PLC0415

    from held.accounts.sessions import SessionStore  # noqa: PLC0415

    session = SessionStore()
    session[SESSION_KEY] = str(account.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    shown = {"method": "mfa", "at": time() + DAY, "uptime": DAY, "type": "webauthn", "reauthenticated": True}
    session["account_authentication_methods"] = [shown]
    session["account_authentication_methods_user"] = str(account.pk)
    session.create()
    return session.session_key


if __name__ == "__main__":
    main()
