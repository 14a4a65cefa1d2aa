"""The peer's side of intake, as a worker in the peers' libraries: Willow, with Wagtail's settings for saving."""

import resource
from io import BytesIO
from pathlib import Path
from time import perf_counter
from typing import Any

from django.conf import settings

settings.configure()  # where Django stands, Willow asks it for its own settings before it can be imported

from willow.image import Image  # noqa: E402
from willow.plugins.pillow import PillowImage  # noqa: E402

from bench.worker import answer  # noqa: E402

SIZES = (480, 1080, 1600)  # px, as ours
FORMATS = ("avif", "jpeg")


def develop(*, path: str, quality: dict[str, int], anew: bool = False) -> dict[str, Any]:
    """One photograph: CPU seconds and wall's seconds of this process, and its peak MiB since the last one.

    It is opened once for all renditions; `anew`: once for each, as Wagtail does it.
    """
    Path("/proc/self/clear_refs").write_text("5")  # the peak begins anew
    before, begun = _cpu(), perf_counter()
    whole = None if anew else opened(path)
    for size in SIZES:
        small = None if anew else fitted(whole, size)
        for form in FORMATS:
            saved(small or fitted(opened(path), size), form, quality[form])
    return {"cpu": _cpu() - before, "wall": perf_counter() - begun, "rss": _peak()}


def opened(path: str) -> PillowImage:
    """All its pixels, upright."""
    with Path(path).open("rb") as original:
        return Image.open(original).auto_orient()


def fitted(whole: PillowImage, size: int) -> PillowImage:
    """The same in sRGB within a box, without metadata."""
    width, height = whole.get_size()
    by = min(1, size / max(width, height))
    small = whole.resize((round(width * by), round(height * by))).transform_colorspace_to_srgb()
    small.image.info.clear()
    return small


def saved(small: PillowImage, form: str, quality: int) -> bytes:
    """The bytes of one rendition, saved as Wagtail saves it but for the quality."""
    file = BytesIO()
    if form == "avif":
        small.save_as_avif(file, quality=quality)
    else:
        small.save_as_jpeg(file, quality=quality, progressive=True, optimize=True)
    return file.getvalue()


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _peak() -> float:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) / 1024


if __name__ == "__main__":
    answer(develop)
