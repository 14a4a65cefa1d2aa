from django.conf import settings


def is_unfinished() -> bool:
    return bool((settings.HELD_DATA / "restore-unfinished").exists())
