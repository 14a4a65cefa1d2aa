"""Colours that a HEIC or AVIF declares by the numbers of ISO/IEC 23091-2 (`nclx`), for a picture without a profile.

Light brighter than white (PQ, HLG) is rolled off: docs/decisions/0036.
"""

import struct
from contextlib import suppress
from dataclasses import dataclass

import pyvips

from held.jail.heif import Bytes, NotWellFormed, boxes, meta_of, only, primary_of, structure_of

WHITE = 203  # nits of diffuse white in an HDR picture (ITU-R BT.2408-7, table 1); it becomes white in sRGB
_PEAK_OF_HLG = 1000  # nits, of the display that ITU-R BT.2100-2 assumes for HLG
_PEAK_OF_PQ = 10_000  # nits
_MOST = 65_535  # of a 16-bit sample
_ALMOST_ALL = 99.9  # per cent of the pixels: a few glints do not darken a picture

_PQ, _HLG = 16, 18  # transfer characteristics
_UNSPECIFIED = 2
_PRIMARIES_OF_LIBHEIF = {1, 2, *range(4, 13), 22}  # libheif refuses a HEIC with others: they are reserved
_TRANSFERS_OF_LIBHEIF = {1, 2, *range(4, 19)}
_SDR = {1, 6, 14, 15}  # of video: shown by the curve of ITU-R BT.1886
_TO_SRGB = {  # by colour primaries; the white point of all three is D65
    1: ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    9: (  # ITU-R BT.2020, by ITU-R BT.2087-0
        (1.660491, -0.587641, -0.072850),
        (-0.124550, 1.132900, -0.008349),
        (-0.018151, -0.100579, 1.118730),
    ),
    12: (  # Display P3, SMPTE EG 432-1
        (1.224940, -0.224940, 0.0),
        (-0.042057, 1.042057, 0.0),
        (-0.019638, -0.078636, 1.098274),
    ),
}
_LUMINANCE = {  # of red, green and blue, by colour primaries
    1: (0.2126, 0.7152, 0.0722),
    9: (0.2627, 0.6780, 0.0593),
    12: (0.2290, 0.6917, 0.0793),
}

_M1, _M2 = 2610 / 16384, 2523 / 4096 * 128  # ITU-R BT.2100-2, table 4
_C1, _C2, _C3 = 3424 / 4096, 2413 / 4096 * 32, 2392 / 4096 * 32
_A, _B, _C = 0.17883277, 0.28466892, 0.55991073  # ITU-R BT.2100-2, table 5


@dataclass(frozen=True)
class Colours:
    """The numbers of the colour primaries and transfer characteristics."""

    primaries: int
    transfer: int

    @property
    def are_srgb(self) -> bool:
        """Whether the picture is used unchanged: its numbers mean an ordinary picture, or are unknown."""
        return self.primaries not in _TO_SRGB or (self.primaries == 1 and self.transfer not in {_PQ, _HLG})

    @property
    def white(self) -> float:
        """The signal of diffuse white, from 0 to 1: the background of transparency."""
        return {_PQ: pq_of(WHITE), _HLG: 0.75}.get(self.transfer, 1.0)


def colours_of(original: Bytes) -> Colours | None:
    """What the file says about the primary image, or else about its first tile; None if it says nothing."""
    try:
        _, parts = meta_of(original)
        structure, image = structure_of(original, parts), primary_of(original, parts)
        tiles = [other for one, other in structure.references.get(b"dimg", []) if one == image]
        nclx = [body for one in [image, *tiles[:1]] for body in structure.bodies(one, b"colr") if body[:4] == b"nclx"]
        return Colours(*struct.unpack_from(">HH", nclx[0], 4)) if nclx else None
    except (NotWellFormed, struct.error, IndexError):
        return None


def without_reserved_numbers(original: bytearray) -> None:
    """Change the numbers that the standard does not define to “unspecified”, in the file itself."""
    with suppress(NotWellFormed, struct.error, IndexError):
        iprp = only(b"iprp", meta_of(original)[1])
        listed = only(b"ipco", list(boxes(original, iprp.body, iprp.end)))
        for box in boxes(original, listed.body, listed.end):
            if box.kind == b"colr" and original[box.body : box.body + 4] == b"nclx":
                numbers = struct.unpack_from(">HH", original, box.body + 4)
                defined = zip(numbers, (_PRIMARIES_OF_LIBHEIF, _TRANSFERS_OF_LIBHEIF), strict=True)
                kept = [number if number in known else _UNSPECIFIED for number, known in defined]
                struct.pack_into(">HH", original, box.body + 4, *kept)


def to_srgb(image: pyvips.Image, colours: Colours) -> pyvips.Image:
    """The picture in sRGB. `image`: three channels of 16 bits; `colours`: not already sRGB."""
    if colours.transfer == _HLG:
        image = _hlg_as_pq(image, _LUMINANCE[colours.primaries])
    if colours.transfer in {_PQ, _HLG}:
        linear = image.maplut(_light_of_pq(_peak(image)))
    else:
        linear = image.maplut(_light_of_sdr(colours.transfer))
    matrix = pyvips.Image.new_from_array([list(row) for row in _TO_SRGB[colours.primaries]])
    return linear.recomb(matrix).copy(interpretation="scrgb").colourspace("srgb").cast("uchar").copy_memory()


def pq_of(nits: float) -> float:
    """The signal of PQ, from 0 to 1, for this brightness (ITU-R BT.2100-2, table 4)."""
    y = (nits / _PEAK_OF_PQ) ** _M1
    return float(((_C1 + _C2 * y) / (1 + _C3 * y)) ** _M2)


def rolled_off(signal: pyvips.Image, peak: float) -> pyvips.Image:
    """ITU-R BT.2390-11, 5.4.1: PQ signals up to `peak`, shown on a display whose brightest is WHITE.

    Dark and middle tones do not change; if `peak` is no brighter than WHITE, nothing changes.
    """
    brightest = pq_of(WHITE) / peak
    if brightest >= 1:
        return signal
    knee = 1.5 * brightest - 0.5
    relative = signal / peak
    bounded = (relative > 1).ifthenelse(1, relative)
    t = (bounded - knee) / (1 - knee)
    spline = (2 * t**3 - 3 * t**2 + 1) * knee + (t**3 - 2 * t**2 + t) * (1 - knee) + (-2 * t**3 + 3 * t**2) * brightest
    return (bounded < knee).ifthenelse(bounded, spline) * peak


def _peak(image: pyvips.Image) -> float:
    """The signal that the brightest channel of almost all pixels stays below."""
    return float(image[0].bandrank([image[1], image[2]], index=2).percent(_ALMOST_ALL)) / _MOST


def _signals() -> pyvips.Image:
    return pyvips.Image.identity(ushort=True) / _MOST


def _light_of_pq(peak: float) -> pyvips.Image:
    """The light for each signal: 1 is white."""
    power = rolled_off(_signals(), peak) ** (1 / _M2)
    above = power - _C1
    light = ((above > 0).ifthenelse(above, 0) / (_C2 - _C3 * power)) ** (1 / _M1)
    return (light * (_PEAK_OF_PQ / WHITE)).cast("float")


def _light_of_sdr(transfer: int) -> pyvips.Image:
    signal = _signals()
    if transfer in _SDR:
        return (signal**2.4).cast("float")
    if transfer in {4, 5, 8}:  # gamma 2.2, gamma 2.8, none
        return (signal ** {4: 2.2, 5: 2.8, 8: 1.0}[transfer]).cast("float")
    return (signal <= 0.04045).ifthenelse(signal / 12.92, ((signal + 0.055) / 1.055) ** 2.4).cast("float")


def _hlg_as_pq(image: pyvips.Image, luminance: tuple[float, float, float]) -> pyvips.Image:
    """The light of the display that HLG is made for (ITU-R BT.2100-2, table 5), coded as PQ."""
    signal = _signals()
    scene = (signal <= 0.5).ifthenelse(signal**2 / 3, (((signal - _C) / _A).exp() + _B) / 12)
    light = image.maplut(scene.cast("float"))
    bright = light.recomb(pyvips.Image.new_from_array([list(luminance)]))
    y = (light * bright**0.2 * (_PEAK_OF_HLG / _PEAK_OF_PQ)) ** _M1
    return (((_C1 + _C2 * y) / (1 + _C3 * y)) ** _M2 * _MOST).cast("ushort")
