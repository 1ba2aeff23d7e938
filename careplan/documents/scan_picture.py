"""A photo of a paper, made anew from its dots: upright, no larger than it need be, nothing else.

What is not a dot stays behind: EXIF with its GPS, XMP, ICC, comments, text, whatever follows the
picture. Runs in the process of scan_reader.py alone.
"""

import io
from contextlib import suppress

import pillow_heif
from PIL import ExifTags, Image, ImageOps

from careplan.documents.scan_refusal import Refused

MOST_DOTS = 80_000_000
LONGEST = 4_096  # dots, of the side that is the longer one
PREVIEW = 1_000  # the same, of the preview
# How a picture is turned back, by what its EXIF says of the camera.
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}

Image.MAX_IMAGE_PIXELS = None  # upright() counts by itself
pillow_heif.register_heif_opener(
    thumbnails=False, depth_images=False, aux_images=False, decode_threads=1
)


def upright(data: bytes, kind: str) -> Image.Image:
    """The first picture in `data`, of the `kind` "JPEG", "PNG" or "HEIF". Raises Refused."""
    with Image.open(io.BytesIO(data), formats=[kind]) as image:
        if image.width * image.height > MOST_DOTS:
            raise Refused("dots")
        turn = TURNS.get(orientation(image))
        size = fit(image.size, LONGEST)
        if kind == "JPEG":
            image.draft(None, size)  # a large one is read at a half or a quarter of its size
        image.load()
        picture = shrunk(image, size)
    picture.info = {}  # Pillow would write its comment and its profile again
    return picture if turn is None else picture.transpose(turn)


def orientation(image: Image.Image) -> int | None:
    """What its EXIF says; None where there is none, or none that can be read."""
    with suppress(Exception):  # whatever a broken one makes Pillow raise, the picture is whole
        return image.getexif().get(ExifTags.Base.Orientation)
    return None


def fit(size: tuple[int, int], longest: int) -> tuple[int, int]:
    """`size`, made smaller in proportion until no side is longer than `longest`."""
    factor = min(1, longest / max(size))
    return max(1, round(size[0] * factor)), max(1, round(size[1] * factor))


def shrunk(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    """`image` in grey or in colour, of that size, on white where it lets something through.

    Kept from holding a large picture twice: 80 million dots with transparency are 320 MB.
    """
    if image.mode in {"I", "I;16", "F"}:  # grey of 16 bits
        image = image.point(lambda value: value * (1 / 256)).convert("L")
    if image.has_transparency_data:
        image = image if image.mode == "RGBA" else image.convert("RGBA")
        image.paste("white", mask=ImageOps.invert(image.getchannel("A")))
        parts = [resized(image.getchannel(name), size) for name in "RGB"]
        return Image.merge("RGB", parts)
    if image.mode in {"1", "P"}:
        image = image.convert("L" if image.mode == "1" else "RGB")
    image = resized(image, size)
    return image if image.mode in {"L", "RGB"} else image.convert("RGB")


def resized(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3)


def preview(picture: Image.Image) -> bytes:
    """A smaller one for the paper's page, as a JPEG."""
    return encoded(resized(picture, fit(picture.size, PREVIEW)), "JPEG", quality=80)


def encoded(picture: Image.Image, kind: str, **options) -> bytes:
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()
