"""A file that is cut off: exactly the part that exists is shown, and the result says that it is not all."""

from io import BytesIO
from random import Random

import pytest
import pyvips

from held.jail.answer import OPEN, OPEN_LARGE, Pixels, Verdict, unpack_pixels
from held.jail.cut_off import NothingWhole, length_without_padding, whole_scans
from held.jail.developing import CutOff, develop
from held.jail.limits import LARGE, SIZES
from held.jail.printing import image_of
from held.jail.scans import walk
from held.jail.supervisor import Supervisor
from tests.jail.drawing import busy, jpeg, turned

WIDTH, HEIGHT = 640, 480
END = b"\xff\xd9"
TAILS = ["zeros and an end", "a few zeros and an end", "text", "noise", "blocks of FF"]
CUTS = {
    "half": lambda data: data[: len(data) // 2],
    "half, then zeros": lambda data: data[: len(data) // 2] + bytes(len(data) - len(data) // 2),
    "a tenth": lambda data: data[: len(data) // 10],
    "all but a little": lambda data: data[:-2000],
}
WRITERS = {
    "jpeg": jpeg,
    "jpeg with restarts": lambda image: jpeg(image, restart_interval=8),
    "jpeg of full colours": lambda image: jpeg(image, subsample_mode="off"),
    "png": lambda image: image.pngsave_buffer(),
    "png of 16 bits": lambda image: (image.cast("ushort") * 257).cast("ushort").pngsave_buffer(),
}


@pytest.fixture(scope="module")
def supervisor():
    one = Supervisor()
    one.ready()
    return one


def opened(supervisor: Supervisor, original: bytes, longest: int = SIZES[-1]) -> tuple[Verdict, Pixels | None]:
    with supervisor.worker(task=OPEN_LARGE if longest == LARGE else OPEN) as worker:
        worker.hand_in(BytesIO(original))
        said = worker.answer()
        assert worker.ending().status == 0
        return unpack_pixels(said, longest)


def striped(width: int, height: int) -> pyvips.Image:
    """Stripes of 180 rows with soft edges, so that a shift of a few rows is seen at any scale."""
    rows = (pyvips.Image.xyz(width, height)[1] * 2).sin() * 100 + 128
    return (rows.bandjoin([rows, rows]) + busy(width, height) * 0.1).cast("uchar").copy(interpretation="srgb")


@pytest.mark.parametrize("cut", CUTS)
@pytest.mark.parametrize("form", WRITERS)
def test_what_is_shown_was_there_and_nothing_is_invented(supervisor, form, cut):
    original = WRITERS[form](busy(WIDTH, HEIGHT))
    _, whole = opened(supervisor, original)
    verdict, part = opened(supervisor, CUTS[cut](original))
    assert verdict is Verdict.SHOWN_IN_PART
    assert (part.width, part.channels, part.whole) == (WIDTH, 3, False)
    assert 0 < part.height < HEIGHT
    assert whole.data.startswith(part.data)


@pytest.mark.parametrize("form", ["jpeg", "jpeg with restarts"])
def test_an_end_behind_the_cut_does_not_make_it_whole(supervisor, form):
    """A program that repairs a file writes the missing end."""
    original = WRITERS[form](busy(WIDTH, HEIGHT))
    verdict, part = opened(supervisor, original[: len(original) // 2] + b"\xff\xd9")
    assert verdict is Verdict.SHOWN_IN_PART
    assert opened(supervisor, original)[1].data.startswith(part.data)


@pytest.mark.parametrize("form", WRITERS)
def test_what_is_only_without_its_end_is_whole(supervisor, form):
    original = WRITERS[form](busy(WIDTH, HEIGHT))
    end = 12 if form.startswith("png") else 2  # bytes that mark the end of the file
    assert opened(supervisor, original[:-end]) == opened(supervisor, original)


def test_stray_bytes_before_a_marker_are_no_damage(supervisor):
    original = jpeg(busy(WIDTH, HEIGHT))
    assert opened(supervisor, original[:-2] + bytes(9) + original[-2:]) == opened(supervisor, original)


def test_a_cut_progressive_jpeg_shows_its_whole_scans(supervisor):
    original = jpeg(busy(WIDTH, HEIGHT), interlace=True)
    scans, _ = walk(original)
    cut = (scans[4] + scans[5]) // 2
    verdict, part = opened(supervisor, original[:cut])
    assert (verdict, part.height) == (Verdict.SHOWN_IN_PART, HEIGHT)
    assert part.data == opened(supervisor, original[: scans[4]] + b"\xff\xd9")[1].data


@pytest.mark.parametrize(
    "original",
    [
        jpeg(busy(WIDTH, HEIGHT), interlace=True)[:3_000],
        jpeg(busy(WIDTH, HEIGHT))[:800],
        busy(WIDTH, HEIGHT).pngsave_buffer()[:400],
        busy(WIDTH, HEIGHT).pngsave_buffer(interlace=True)[:-3_000],
        busy(WIDTH, HEIGHT).webpsave_buffer()[:-3_000],
    ],
    ids=["progressive jpeg", "jpeg", "png", "interlaced png", "webp"],
)
def test_where_not_one_row_is_whole_it_is_told_that_it_is_cut_off(supervisor, original):
    assert opened(supervisor, original) == (Verdict.CUT_OFF, None)


def test_a_part_is_turned_as_the_camera_says(supervisor):
    original = jpeg(turned(busy(WIDTH, HEIGHT), 6))
    _, part = opened(supervisor, original[: len(original) // 2])
    _, whole = opened(supervisor, original)
    assert part.height == WIDTH
    shown, all_of_it = (
        pyvips.Image.new_from_memory(one.data, one.width, one.height, 3, "uchar") for one in (part, whole)
    )
    assert (all_of_it.crop(HEIGHT - part.width, 0, part.width, WIDTH) - shown).abs().max() == 0


def test_a_large_one_is_shown_as_far_as_it_goes():
    original = jpeg(busy(4000, 3000))
    made = develop(BytesIO(original[: len(original) // 2]))
    assert {one.whole for one in made} == {False}
    assert made[0].width / made[0].height > 2


@pytest.mark.parametrize(("width", "turns"), [(3300, 1), (6600, 6), (12_900, 8)])
def test_opened_large_it_is_the_part_that_is_shown(supervisor, width, turns):
    """libjpeg opens these at a half, a quarter and an eighth for display, and larger for a covered copy."""
    original = jpeg(turned(striped(width, 800), turns))
    for cut in (7, 11):  # sixteenths
        half = original[: len(original) * cut // 16]
        (verdict, shown), (also, large) = opened(supervisor, half), opened(supervisor, half, LARGE)
        assert verdict == also == Verdict.SHOWN_IN_PART
        assert abs(large.width * shown.height - large.height * shown.width) <= max(large.width, large.height)
        small = image_of(large).resize(shown.width / large.width, vscale=shown.height / large.height)
        assert (small - image_of(shown)).abs().avg() < 2, "the same rows"


def test_one_that_is_damaged_in_the_middle_is_told_as_a_part(supervisor):
    """What follows the damage may be all that a family has: it is opened, and a parent decides."""
    original = bytearray(jpeg(busy(WIDTH, HEIGHT), restart_interval=4))
    middle = len(original) // 2
    at = next(n for n in range(middle, len(original)) if original[n] == 0xFF and 0xD0 <= original[n + 1] <= 0xD7)
    original[at + 1] = 0xD0 + (original[at + 1] + 3) % 8
    verdict, part = opened(supervisor, bytes(original))
    assert (verdict, part.height) == (Verdict.SHOWN_IN_PART, HEIGHT)


def test_developing_raises_what_the_room_said():
    with pytest.raises(CutOff):
        develop(BytesIO(busy(WIDTH, HEIGHT).webpsave_buffer()[:-3_000]))


def tailed(original: bytes, tail: str) -> bytes:
    """The first half, and what another program or a failed transfer put in place of the second."""
    half = len(original) // 2
    return (
        original[:half]
        + {
            "zeros and an end": bytes(half) + END,
            "a few zeros and an end": bytes(90) + END,
            "text": b"<html>504 Gateway Timeout</html>" * (half // 32),
            "noise": Random(1).randbytes(half).replace(b"\xff", b"\xfe"),
            "blocks of FF": b"\xff" * half,
        }[tail]
    )


@pytest.mark.parametrize("tail", TAILS)
def test_what_other_bytes_follow_is_told_as_a_part_of_true_rows(supervisor, tail):
    original = jpeg(busy(WIDTH, HEIGHT), restart_interval=4)
    verdict, part = opened(supervisor, tailed(original, tail))
    assert (verdict, part.whole) == (Verdict.SHOWN_IN_PART, False)
    assert opened(supervisor, original)[1].data.startswith(part.data)


@pytest.mark.parametrize("tail", [tail for tail in TAILS if not tail.startswith("a few")])
def test_a_progressive_jpeg_shows_no_scan_of_other_bytes(supervisor, tail):
    original = jpeg(busy(WIDTH, HEIGHT), interlace=True)
    scans = [at for at in walk(original)[0] if at < len(original) // 2]
    verdict, part = opened(supervisor, tailed(original, tail))
    assert (verdict, part.data) == (Verdict.SHOWN_IN_PART, opened(supervisor, original[: scans[-1]] + END)[1].data)


def test_blocks_of_ff_behind_a_cut_add_no_rows(supervisor):
    original = jpeg(busy(WIDTH, HEIGHT))
    verdict, part = opened(supervisor, tailed(original, "blocks of FF"))
    assert verdict is Verdict.SHOWN_IN_PART
    assert opened(supervisor, original)[1].data.startswith(part.data)


@pytest.mark.parametrize("count", [512, 4096, 32_768])
@pytest.mark.parametrize("writing", [{"restart_interval": 4}, {"interlace": True}], ids=["restarts", "progressive"])
def test_a_hole_of_zeros_is_told_as_a_part_or_not_shown(supervisor, writing, count):
    original = jpeg(busy(WIDTH, HEIGHT), **writing)
    half = len(original) // 2
    assert opened(supervisor, original[:half] + bytes(count) + original[half + count :])[0] is not Verdict.SHOWN


def test_a_warning_that_harms_nothing_hides_no_damage(supervisor):
    """libvips passes on only the first warning: here it is about bytes between two segments."""
    original = jpeg(busy(WIDTH, HEIGHT))
    tables = original.index(b"\xff\xdb")
    stray = original[:tables] + bytes(5) + original[tables:]
    assert opened(supervisor, stray) == opened(supervisor, original)
    assert opened(supervisor, stray[: len(stray) // 2] + END)[0] is not Verdict.SHOWN


def test_padding_at_the_end_counts_in_blocks():
    assert length_without_padding(b"x" + b"\xff" * 512) == 1
    assert length_without_padding(b"x\0" + b"\xff" * 512) == 2
    assert length_without_padding(b"x" + bytes(511)) == 512
    assert length_without_padding(b"x" + bytes(512)) == 1
    assert length_without_padding(b"") == 0


def test_scans_without_every_component_are_not_enough():
    progressive = jpeg(busy(64, 48), interlace=True, keep="none")
    scans, _ = walk(progressive)
    assert whole_scans(progressive, scans) == progressive[: scans[-1]] + b"\xff\xd9"
    with pytest.raises(NothingWhole):
        whole_scans(progressive, scans[:1])
