"""Inside a separate process: reads the version of each library that opens photographs."""

import json
import re
from pathlib import Path

import pillow_heif
import pyvips

# Libraries inside libvips' wheel: their functions cannot be called, but each contains its version as text.
_WITHIN_LIBVIPS = {
    "libaom": rb"AOMedia Project AV1 Decoder v(\d+\.\d+\.\d+)",
    "mozjpeg": rb"mozjpeg version (\d+\.\d+\.\d+)",  # libjpeg-turbo, with Mozilla's encoder
    "libpng": rb"\0(1\.\d\.\d+)\0",
}


def tell() -> None:
    """Print them, for `decoders`."""
    print(json.dumps(versions()))


def versions() -> dict[str, str]:
    """The version of each library, as it reports it. Libraries that report none, such as libwebp, are left out."""
    heif = pillow_heif.libheif_info()
    found = {
        "libheif": heif["libheif"],
        "libde265": heif["decoders"].get("libde265", "").rpartition(" ")[2],
        "libvips": ".".join(str(pyvips.version(part)) for part in range(3)),
    }
    library = _libvips().read_bytes()
    for name, text in _WITHIN_LIBVIPS.items():
        if len(versions := set(re.findall(text, library))) == 1:
            found[name] = versions.pop().decode()
    return {name: version for name, version in found.items() if version}


def _libvips() -> Path:
    """The file that this process has loaded as libvips."""
    loaded = (line.split()[-1] for line in Path("/proc/self/maps").read_text().splitlines())
    return next(Path(path) for path in loaded if "/libvips" in path)
