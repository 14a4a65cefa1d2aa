"""The limits of one photograph: bytes, pixels, memory and time. The same numbers inside and outside the jail."""

BYTES = 60_000_000  # of an original
SIDE = 20_000  # px; without it a PNG of 232 bytes takes 3.9 GB, though its area is small
AREA = 202_000_000  # px; the largest sensors of phones have 16,384 × 12,288
WHOLE = 1 << 30  # bytes of pixels; what cannot be opened row by row is in memory as a whole

SCANS = 100  # of a progressive JPEG; cameras and programs write about ten
SCANNED = 2_500_000_000  # px times scans, 6 seconds; a hundred scans of the largest area would take all the time
SEGMENTS = 10_000  # of a JPEG; the parts of its head, at most 64 kB each, and a few for every scan

SIZES = (480, 1080, 1600)  # px, longest side
LARGE = 4000  # px, longest side of a new original that is made from another one; phones have 4032
FORMATS = ("avif", "jpeg")
RENDITION_BYTES = 8_000_000  # of one rendition; pure noise at 1600 px needs less than half

MEMORY = 1536 * 2**20  # bytes of address space
CPU_SECONDS = 20  # an iPhone’s HEIC takes 3 on a server, and four times as long on a small board at home
WALL_SECONDS = 60
