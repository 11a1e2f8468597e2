"""Opens pictures safely: small, upright, grey or in colour, with limits on what is decoded."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from captiondedup.errors import UnreadableInputError
from captiondedup.model import Place, Problem

#: Most pixels that are decoded. The largest camera sensor sold makes 151 million; Pillow itself
#: refuses 179 million. A 160-megapixel RGBA picture takes 640 MB for a moment.
MAX_PIXELS = 160_000_000
#: Longest side and most frames are bounded too: a 1 x 160,000,000 picture is no photograph.
MAX_SIDE = 100_000
#: Pillow's readers for pictures that newsrooms pass on. EPS, PDF and the like run other programs
#: or are no photographs.
_FORMATS = ("JPEG", "PNG", "GIF", "TIFF", "WEBP", "BMP", "PSD", "JPEG2000", "AVIF")
_HEIF_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
_TRANSPOSE = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_ORIENTATION = 0x0112


class UnreadableImageError(UnreadableInputError):
    """A picture cannot be opened; carries the Problem code and the remedy beside the message."""

    def __init__(self, code: str, message: str, remedy: str) -> None:
        super().__init__(f"{message}; {remedy}")
        self.code = code
        self.message = message
        self.remedy = remedy

    def problem(self, source: str) -> Problem:
        """Return the Problem for the file that the scan knows as ``source``."""
        return Problem(self.code, self.message, self.remedy, Place(source=source, field="image"))


@dataclass(frozen=True, slots=True)
class GreyPicture:
    """A small grey picture (mode ``L``), upright, and what it was made of.

    ``size`` is the upright size of the full picture in pixels, ``format`` Pillow's name for the
    file format.
    """

    image: Image.Image
    size: tuple[int, int]
    format: str


def open_grey(path: Path, long_side: int = 480, max_pixels: int = MAX_PIXELS) -> GreyPicture:
    """Return the picture in grey, upright, its long side at most ``long_side`` pixels.

    The first frame counts where there are several; what is transparent becomes white.

    Raises:
        UnreadableImageError: an :class:`UnreadableInputError` for what is no picture, empty,
            truncated, or larger than ``max_pixels``.
    """
    with _opened(path, max_pixels) as image:
        small, size, name = _scaled(image, long_side, grey=True)
    return GreyPicture(image=small, size=size, format=name)


def open_thumbnail(path: Path, long_side: int, max_pixels: int = MAX_PIXELS) -> Image.Image:
    """Return the picture in colour (mode ``RGB``), upright, its long side at most ``long_side``.

    Raises:
        UnreadableImageError: as :func:`open_grey` does.
    """
    with _opened(path, max_pixels) as image:
        small, _, _ = _scaled(image, long_side, grey=False)
    return small


@contextmanager
def _opened(path: Path, max_pixels: int) -> Iterator[Image.Image]:
    """Yield the open picture; every failure until the block ends becomes our own error."""
    formats = _formats_for(path)
    with warnings.catch_warnings():
        # Pillow warns of odd EXIF, of palettes and of sizes under its own limit: none of it
        # matters for a thumbnail, and the size is checked below.
        warnings.simplefilter("ignore")
        try:
            with Image.open(path, formats=formats) as image:
                _check_size(path, image.size, max_pixels)
                yield image
        except UnreadableInputError:
            raise
        except Image.DecompressionBombError as error:
            raise _too_large(path, str(error)) from error
        except UnidentifiedImageError as error:
            raise UnreadableImageError(
                "not_an_image",
                f"{path.name}: is no picture that can be read",
                "check what the file is, or export it again as JPEG",
            ) from error
        except Exception as error:
            # Pillow's readers raise nearly everything on damaged files: OSError, SyntaxError,
            # struct.error, IndexError, KeyError, zlib.error, MemoryError.
            raise _damaged(path, error) from error


def _formats_for(path: Path) -> tuple[str, ...]:
    try:
        with path.open("rb") as file:
            head = file.read(12)
    except OSError as error:
        raise UnreadableImageError(
            "unreadable",
            f"{path.name}: cannot be read ({error.strerror or error})",
            "check that the file is there and may be read",
        ) from error
    if not head:
        raise UnreadableImageError(
            "empty", f"{path.name}: the file is empty", "fetch the picture again"
        )
    if head[4:8] == b"ftyp" and head[8:12] in _HEIF_BRANDS:
        return (_heif_format(path),)
    Image.init()  # Pillow's builds differ: some have no AVIF, and an unknown name is an error
    return tuple(name for name in _FORMATS if name in Image.OPEN)


def _heif_format(path: Path) -> str:
    if find_spec("pillow_heif") is None:
        raise UnreadableImageError(
            "unreadable",
            f"{path.name}: HEIC pictures need the extra 'heif'",
            "install it: pip install 'captiondedup[heif]'",
        )
    import pillow_heif

    pillow_heif.register_heif_opener()
    return "HEIF"


def _check_size(path: Path, size: tuple[int, int], max_pixels: int) -> None:
    width, height = size
    if width * height > max_pixels or max(width, height) > MAX_SIDE:
        raise _too_large(path, f"{width} x {height} pixels, the limit is {max_pixels} in all")


def _too_large(path: Path, detail: str) -> UnreadableImageError:
    return UnreadableImageError(
        "too_large",
        f"{path.name}: the picture is too large to be decoded safely ({detail})",
        "save a smaller version of it",
    )


def _damaged(path: Path, error: Exception) -> UnreadableImageError:
    detail = " ".join(str(error).split()) or type(error).__name__
    code = "truncated" if "truncat" in detail.casefold() else "unreadable"
    word = "cut off" if code == "truncated" else "damaged"
    return UnreadableImageError(
        code, f"{path.name}: the picture is {word} ({detail})", "fetch the picture again"
    )


def _scaled(
    image: Image.Image, long_side: int, *, grey: bool
) -> tuple[Image.Image, tuple[int, int], str]:
    """Return the small upright picture, the full upright size and the format."""
    name = "JPEG" if image.format == "MPO" else image.format or ""
    declared = image.size
    orientation = _orientation(image)
    # JPEG decodes at 1/2, 1/4 or 1/8 in a fraction of the time; twice the wanted side is kept
    # so that the last step is a proper resampling whatever size the file has.
    image.draft("L" if grey else "RGB", (2 * long_side, 2 * long_side))
    image.load()
    if name == "TIFF" and image.size != declared:
        # Pillow has already turned it; libtiff files come upright.
        declared = image.size
    if name == "TIFF":
        orientation = 1
    small = _resized(_plain(image), long_side, declared)
    small = _on_white(small).convert("L" if grey else "RGB")
    if orientation in _TRANSPOSE:
        small = small.transpose(_TRANSPOSE[orientation])
    size = (declared[1], declared[0]) if orientation >= 5 else declared
    return small, size, name


def _orientation(image: Image.Image) -> int:
    try:
        value = image.getexif().get(_ORIENTATION, 1)
    except Exception:
        # Damaged EXIF must not cost the picture: it is shown as it is stored.
        return 1
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def _plain(image: Image.Image) -> Image.Image:
    """Return the picture in a mode that can be resized: L, RGB, LA or RGBA."""
    mode = image.mode
    if mode.startswith("I;16") or mode == "I":
        scale = 1 / 256 if _maximum(image) > 255 else 1.0
        return image.convert("I").point(lambda value: value * scale).convert("L")
    if mode == "F":
        return _levelled(image)
    if "transparency" in image.info or mode in ("PA", "La", "RGBa"):
        return image.convert("LA" if mode == "La" else "RGBA")
    if mode in ("L", "RGB", "LA", "RGBA"):
        return image
    return image.convert("L" if mode == "1" else "RGB")


def _maximum(image: Image.Image) -> float:
    low_high = image.getextrema()
    return float(low_high[1]) if isinstance(low_high[1], int | float) else 0.0


def _levelled(image: Image.Image) -> Image.Image:
    """Return a floating-point picture in grey, its darkest value black and its lightest white."""
    low, high = image.getextrema()
    if not isinstance(low, int | float) or not isinstance(high, int | float) or high <= low:
        return Image.new("L", image.size)
    scale, offset = 255 / (high - low), -low * 255 / (high - low)
    return image.point(lambda value: value * scale + offset).convert("L")


def _resized(image: Image.Image, long_side: int, full: tuple[int, int]) -> Image.Image:
    """Return the picture scaled down so that the full size's long side becomes ``long_side``."""
    factor = min(1.0, long_side / max(full))
    target = (max(1, round(full[0] * factor)), max(1, round(full[1] * factor)))
    if target == image.size:
        return image.copy()
    return image.resize(target, Image.Resampling.LANCZOS, reducing_gap=2.0)


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode not in ("LA", "RGBA"):
        return image
    coloured = image.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", coloured.size, "white"), coloured)
