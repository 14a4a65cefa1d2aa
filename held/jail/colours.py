"""Converts Adobe RGB that a camera declares only in Exif to sRGB."""

import pyvips

# DCF 2.0 calls this an optional file: interoperability index “R03”, colour space “uncalibrated”, and no profile.
_OPTIONAL_FILE = {"exif-ifd4-InteroperabilityIndex": "R03", "exif-ifd2-ColorSpace": "65535"}
_GAMMA = 563 / 256  # Adobe RGB (1998) Color Image Encoding, 4.3.1.2
_TO_LINEAR_SRGB = (  # the white point of both is D65; from that standard's primaries to those of IEC 61966-2-1
    (1.398358, -0.398358, 0.0),
    (0.0, 1.0, 0.0),
    (0.0, -0.042929, 1.042929),
)


def adobe_rgb_to_srgb(image: pyvips.Image) -> pyvips.Image:
    """The picture in sRGB, if Exif says that it is in Adobe RGB and there is no profile; else the image unchanged."""
    fields = set(image.get_fields())
    if image.bands != 3 or "icc-profile-data" in fields or not fields >= _OPTIONAL_FILE.keys():
        return image
    if not all(str(image.get(name)).startswith(f"{value} ") for name, value in _OPTIONAL_FILE.items()):
        return image
    linear = ((image / 255) ** _GAMMA).recomb(pyvips.Image.new_from_array([list(row) for row in _TO_LINEAR_SRGB]))
    return linear.copy(interpretation="scrgb").colourspace("srgb").cast("uchar").copy_memory()
