"""Real files of cameras and phones, and broken ones: what becomes of each; no rendition reveals where it came from."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.jail.corpora import TABLE, develop_all, every_file, line, some_files
from tests.jail.drawing import NEEDS_CORPORA, corpora
from tests.promises.sizes import size

pytestmark = [pytest.mark.harness, NEEDS_CORPORA]
NEEDS_EXIFTOOL = pytest.mark.skipif(not shutil.which("exiftool"), reason="exiftool is not installed")

ABOUT_THE_FILE = {"SourceFile", "ExifTool", "System", "Composite"}  # groups that exiftool fills from outside the bytes
OF_EVERY_PICTURE = {
    *("FileType", "FileTypeExtension", "MIMEType", "ImageWidth", "ImageHeight", "BitsPerSample", "ColorComponents"),
    *("EncodingProcess", "YCbCrSubSampling", "MajorBrand", "MinorVersion", "CompatibleBrands", "HandlerType"),
    *("AV1ConfigurationVersion", "ChromaFormat", "ChromaSamplePosition", "ImageSpatialExtent", "ImagePixelDepth"),
    *("MediaDataSize", "MediaDataOffset", "PrimaryItemReference", "ColorProfiles", "ColorPrimaries"),
    *("SeqProfile", "SeqLevelIdx0", "SeqTier0", "HighBitDepth", "TwelveBit", "InitialDelaySamples", "MediaData"),
    *("TransferCharacteristics", "MatrixCoefficients", "VideoFullRangeFlag"),
}
TELLING = ("serial", "owner", "artist", "author", "copyright", "gps", "make", "model", "date", "software", "lens")
TELLING += ("uniqueid", "imageid", "documentid", "instanceid", "host", "creator", "by-line", "caption", "description")
TELLING += ("comment", "title", "subject", "keywords", "city", "location", "firmware", "contentidentifier", "filename")
SHORTEST = 5  # characters; shorter ones occur in noise


def exiftool(folder: Path) -> list[dict[str, object]]:
    command = ["exiftool", "-json", "-a", "-u", "-G1", "-s", "-r", "-q", "-q", "-ext", "*", str(folder)]
    return json.loads(subprocess.run(command, capture_output=True, check=False).stdout)


@pytest.fixture(scope="module")
def became(tmp_path_factory):
    """The lines of the table as they are today, and a folder with every rendition."""
    folder, lines = tmp_path_factory.mktemp("renditions"), []
    for number, (path, verdict, renditions) in enumerate(develop_all(some_files(size("real camera files")))):
        lines.append(line(path, verdict))
        for one in renditions:
            (folder / f"{number}-{one.size}.{one.format}").write_bytes(one.data)
    return lines, folder


@pytest.fixture(scope="module")
def telling():
    """Every string by which exiftool identifies the originals: who took them, where, when, with what."""
    found = {path.stem.encode() for path in every_file()}
    for tags in exiftool(corpora()):
        for name, value in tags.items():
            group, _, tag = name.partition(":")
            if group not in ABOUT_THE_FILE and any(word in tag.lower() for word in TELLING):
                found |= {str(one).strip().encode() for one in (value if isinstance(value, list) else [value])}
    return {one for one in found if len(one) >= SHORTEST}


def test_each_camera_file_ends_as_the_table_says(became):
    table = TABLE.read_text().splitlines()
    assert len(table) == len(every_file())
    assert not [one for one in became[0] if one not in table]
    assert {one.split()[0] for one in became[0]} == {"refused", "kept", "shown"}


@NEEDS_EXIFTOOL
def test_no_rendition_has_a_tag_that_not_every_picture_has(became):
    found = exiftool(became[1])
    assert len(found) == len(list(became[1].iterdir())) > 2 * len(became[0])
    tags = {name for one in found for name in one if name.partition(":")[0] not in ABOUT_THE_FILE}
    assert {name.partition(":")[2] for name in tags} <= OF_EVERY_PICTURE


@NEEDS_EXIFTOOL
def test_nothing_by_which_an_original_is_known_is_in_any_rendition(became, telling):
    assert len(telling) > 300
    together = b"\n".join(path.read_bytes() for path in sorted(became[1].iterdir()))
    assert not [one for one in sorted(telling) if one in together]


@NEEDS_EXIFTOOL
def test_the_search_finds_the_strings_in_the_originals(telling):
    together = b"\n".join(path.read_bytes() for path in every_file())
    assert sum(one in together for one in telling) > 200
