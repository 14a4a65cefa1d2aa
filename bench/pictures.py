"""What intake is measured with: real files of cameras where HELD_CORPORA has them, else hills that are drawn.

As a program, in the peers' libraries: `python -m bench.pictures FOLDER` makes the JPEG files in a folder.
"""

import os
import sys
from dataclasses import dataclass
from pathlib import Path

SEED = 20261124
_CORPORA = "HELD_CORPORA"
_JPEG_OF_12 = "camera/jpg/tests/42_IndexError.jpg"  # a photograph like any other, of 12.2 Mpx; only its name is odd
_HEIC = (
    ("an iPhone 13 Pro Max, HEIC of 12 Mpx", "camera/heic/mobile/iphone_13_pro_max.HEIC"),
    ("an iPhone 13 Pro, HEIC of 12 Mpx", "heif/tests/images/heif_other/pug.heic"),
    ("an iPhone 8 Plus, HEIC of 12 Mpx", "heif/tests/images/heif_other/arrow.heic"),
)
_SIDES = {12: (4032, 3024), 24: (6000, 4000)}  # px


@dataclass(frozen=True)
class Picture:
    """One original, and what it is in words."""

    name: str
    path: Path


def pictures(folder: Path) -> list[Picture]:
    """What there is here. The JPEG files have to have been made in the folder."""
    real = _real(_JPEG_OF_12)
    whence = "enlarged from that of 12, with noise" if real else "drawn, with noise"
    made = [
        Picture("a camera, JPEG of 12 Mpx", real) if real else Picture("drawn, JPEG of 12 Mpx", folder / "12.jpg"),
        Picture(f"JPEG of 24 Mpx, {whence}", folder / "24.jpg"),
    ]
    return made + [Picture(name, path) for name, within in _HEIC if (path := _real(within))]


def draw(folder: Path) -> None:
    """Make the JPEG files that no camera gave."""
    real = _real(_JPEG_OF_12)
    if real is None:
        _save(None, 12, folder)
    _save(real, 24, folder)


def _real(within: str) -> Path | None:
    path = Path(os.environ.get(_CORPORA, ""), within)
    return path if os.environ.get(_CORPORA) and path.exists() else None


def _save(real: Path | None, mpx: int, folder: Path) -> None:
    """Enlarged to this many, with as much noise as a sensor gives: without it a picture is too easy to make small."""
    import numpy as np  # noqa: PLC0415 - the peers' libraries; `pictures` is asked without them
    from PIL import Image  # noqa: PLC0415

    chance = np.random.default_rng(SEED)
    if real:
        image = Image.open(real).convert("RGB")
    else:
        image = Image.fromarray(chance.integers(0, 256, (24, 32, 3), dtype=np.uint8))
    pixels = np.asarray(image.resize(_SIDES[mpx], Image.Resampling.LANCZOS), dtype=np.float32)
    noisy = np.clip(pixels + chance.normal(0, 4, pixels.shape), 0, 255).astype(np.uint8)
    Image.fromarray(noisy).save(folder / f"{mpx}.jpg", quality=92)


if __name__ == "__main__":
    draw(Path(sys.argv[1]))
