"""How like the original a rendition is, as a worker: SSIM, and the quality at which Willow is as like as ours.

The reference is the original, opened and made smaller by Pillow with Lanczos: by Willow's own hand, so that what our
way of making smaller does differently counts against us.
"""

from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from bench.ssim import ssim
from bench.theirs import FORMATS, SIZES, fitted, opened, saved
from bench.worker import answer

_BETWEEN = {"avif": (34, 66), "jpeg": (64, 96)}  # the qualities that are tried: Willow's scales are near to ours


def alike(*, path: str, folder: str) -> dict[str, Any]:
    """For each format: Willow's quality nearest to ours, and of both the mean SSIM and the bytes of all sizes."""
    references = _references(path)
    told = {}
    for form in FORMATS:
        ours = [(Path(folder) / f"{size}.{form}").read_bytes() for size in SIZES]
        wanted = _mean_ssim(references, ours)
        quality = _nearest(references, form, wanted)
        theirs = _all_saved(references, form, quality)
        told[form] = {
            "quality": quality,
            "ssim": (wanted, _mean_ssim(references, theirs)),
            "bytes": (sum(map(len, ours)), sum(map(len, theirs))),
        }
    return told


def _references(path: str) -> list[Any]:
    whole = opened(path)
    return [fitted(whole, size) for size in SIZES]


def _nearest(references: list[Any], form: str, wanted: float) -> int:
    """SSIM grows with quality, so half of what is left is asked each time."""

    @lru_cache
    def _reached(quality: int) -> float:
        return _mean_ssim(references, _all_saved(references, form, quality))

    low, high = _BETWEEN[form]
    while high - low > 1:
        between = (low + high) // 2
        low, high = (between, high) if _reached(between) < wanted else (low, between)
    return min((low, high), key=lambda quality: abs(_reached(quality) - wanted))


def _all_saved(references: list[Any], form: str, quality: int) -> list[bytes]:
    return [saved(small, form, quality) for small in references]


def _mean_ssim(references: list[Any], renditions: list[bytes]) -> float:
    found = [
        ssim(_grey(small.image), _grey(Image.open(BytesIO(data))))
        for small, data in zip(references, renditions, strict=True)
    ]
    return sum(found) / len(found)


def _grey(image: Image.Image) -> np.ndarray:
    grey: np.ndarray = np.asarray(image.convert("RGB").convert("L"), dtype=np.float64)
    return grey


if __name__ == "__main__":
    answer(alike)
