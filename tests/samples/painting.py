"""A small paint box: noise, light, a pinhole camera, figures. Colours are floats 0 to 1."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

Picture = NDArray[np.float32]
Colour = tuple[float, float, float]
Point = tuple[float, float]

WIDTH, HEIGHT = 1600, 1067
#: Shapes are drawn this many times larger and scaled down, so that edges are smooth.
FINE = 2


def blank(colour: Colour) -> Picture:
    """An evenly coloured picture."""
    return np.ones((HEIGHT, WIDTH, 3), np.float32) * np.float32(colour)


def rows() -> Picture:
    """The height of each pixel, 0 at the top and 1 at the bottom, as a column."""
    return np.linspace(0, 1, HEIGHT, dtype=np.float32)[:, None]


def noise(seed: int, cells: tuple[int, int], octaves: int = 4) -> Picture:
    """Cloudy noise 0 to 1; ``cells`` across and down in the coarsest octave."""
    random = np.random.default_rng(seed)
    total = np.zeros((HEIGHT, WIDTH), np.float32)
    weight = 1.0
    for octave in range(octaves):
        size = (cells[0] * 2**octave + 2, cells[1] * 2**octave + 2)
        grid = random.random((size[1], size[0]), np.float32)
        layer = Image.fromarray(grid).resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC)
        total += weight * np.asarray(layer)
        weight *= 0.5
    low, high = np.percentile(total, (1, 99))
    return np.clip((total - low) / (high - low), 0, 1).astype(np.float32)


def gradient(stops: Sequence[tuple[float, Colour]]) -> Picture:
    """A vertical gradient through colours at heights 0 (top) to 1."""
    heights = [height for height, _ in stops]
    channels = [np.interp(rows()[:, 0], heights, [c[i] for _, c in stops]) for i in range(3)]
    column = np.stack(channels, axis=-1).astype(np.float32)
    return np.repeat(column[:, None, :], WIDTH, axis=1)


def over(under: Picture, colour: Picture | Colour, mask: Picture) -> Picture:
    """``colour`` laid over a picture where the mask is 1."""
    top = np.asarray(colour, np.float32)
    return under + (top - under) * mask[..., None]


def blurred(picture: Picture, radius: float) -> Picture:
    """The picture out of focus by ``radius`` pixels."""
    pixels = Image.fromarray((np.clip(picture, 0, 1) * 255).astype(np.uint8))
    soft = pixels.filter(ImageFilter.GaussianBlur(radius))
    return (np.asarray(soft, np.float32) / 255).astype(np.float32)


def shape(draw: Callable[[ImageDraw.ImageDraw], None]) -> Picture:
    """A mask of whatever ``draw`` paints; its coordinates are pixels times FINE."""
    canvas = Image.new("L", (WIDTH * FINE, HEIGHT * FINE))
    draw(ImageDraw.Draw(canvas))
    small = canvas.resize((WIDTH, HEIGHT), Image.Resampling.BOX)
    return np.asarray(small, np.float32) / 255


def glow(centre: Point, radius: float) -> Picture:
    """A round light that fades with the distance."""
    x = np.arange(WIDTH, dtype=np.float32)[None, :] - centre[0]
    y = np.arange(HEIGHT, dtype=np.float32)[:, None] - centre[1]
    return np.exp(-(x * x + y * y) / (2 * radius * radius)).astype(np.float32)


@dataclass(frozen=True)
class Camera:
    """A level pinhole camera: place in metres, turned by ``yaw`` radians to the right."""

    x: float = 0.0
    y: float = 1.7
    z: float = 0.0
    yaw: float = 0.0
    focal: float = 1500.0
    horizon: float = 560.0

    def project(self, x: float, y: float, z: float) -> Point:
        """The pixel (times FINE) of a point of the world; x right, y up, z away."""
        dx, dz = x - self.x, z - self.z
        right = dx * np.cos(self.yaw) - dz * np.sin(self.yaw)
        depth = max(0.3, dx * np.sin(self.yaw) + dz * np.cos(self.yaw))
        return (
            FINE * float(WIDTH / 2 + self.focal * right / depth),
            FINE * float(self.horizon + self.focal * (self.y - y) / depth),
        )

    def scale(self, x: float, z: float) -> float:
        """Pixels (times FINE) for a metre at that place."""
        dx, dz = x - self.x, z - self.z
        return FINE * self.focal / max(0.3, float(dx * np.sin(self.yaw) + dz * np.cos(self.yaw)))

    def ground(self, level: float = 0.0) -> tuple[Picture, Picture]:
        """World x and z of the ground under each pixel (huge above the horizon)."""
        below = np.maximum(np.arange(HEIGHT, dtype=np.float32) - self.horizon, 0.5)[:, None]
        depth = self.focal * (self.y - level) / below
        right = (np.arange(WIDTH, dtype=np.float32)[None, :] - WIDTH / 2) * depth / self.focal
        x = self.x + right * np.cos(self.yaw) + depth * np.sin(self.yaw)
        z = self.z - right * np.sin(self.yaw) + depth * np.cos(self.yaw)
        return x.astype(np.float32), z.astype(np.float32)


def cell_noise(x: Picture, z: Picture, seed: int) -> Picture:
    """A value 0 to 1 for each whole-number cell of two coordinates, the same for equal cells."""
    cells = np.floor(x).astype(np.int64) * 374761393 + np.floor(z).astype(np.int64) * 668265263
    mixed = (cells + seed * 1442695041) & 0x7FFFFFFF
    mixed = ((mixed ^ (mixed >> 13)) * 1274126177) & 0x7FFFFFFF
    return ((mixed >> 7) % 1000).astype(np.float32) / 1000


def paving(camera: Camera, stone: tuple[float, float], colour: Colour, seed: int) -> Picture:
    """Ground of stones, each of its own shade, with dark joints; sharp in front, calm far away."""
    x, z = camera.ground()
    u, v = x / stone[0], z / stone[1]
    u = u + 0.5 * (np.floor(v) % 2)
    shade = 0.78 + 0.34 * cell_noise(u, v, seed)
    joint = np.minimum(np.abs(u - np.round(u)) * stone[0], np.abs(v - np.round(v)) * stone[1])
    sharp = np.clip(9 / np.maximum(z - camera.z, 0.1), 0, 1)
    shade = shade * (1 - 0.45 * sharp * (joint < 0.012))
    grain = np.random.default_rng(seed).normal(0, 0.035, shade.shape).astype(np.float32)
    shade = 1 + (shade - 1) * (0.25 + 0.75 * sharp) + grain * sharp
    return np.asarray(colour, np.float32) * shade[..., None]


@dataclass(frozen=True)
class Person:
    """A figure: where it stands (metres), how tall it is, and what it wears."""

    x: float
    z: float
    tall: float = 1.75
    coat: Colour = (0.13, 0.15, 0.22)
    legs: Colour = (0.1, 0.1, 0.13)
    skin: Colour = (0.80, 0.60, 0.48)
    hair: Colour = (0.16, 0.11, 0.08)
    shirt: Colour | None = (0.93, 0.93, 0.92)
    tie: Colour | None = None
    hat: Colour | None = None
    vest: Colour | None = None
    skirt: bool = False
    back: bool = False
    left_hand: Point | None = None
    right_hand: Point | None = None
    holds: Colour | None = None


@dataclass
class Light:
    """Where light falls on figures: rim from the right (1) or left (-1), and its colour."""

    side: int = 1
    rim: Colour = (1.0, 0.8, 0.55)
    strength: float = 0.55
    shadow: float = 0.45
    tint: Colour = field(default=(1.0, 1.0, 1.0))


def paint_person(canvas: Picture, camera: Camera, person: Person, light: Light) -> Picture:
    """The picture with one more figure in it, its shadow on the ground, and light on its edge."""
    layer = Image.new("RGBA", (WIDTH * FINE, HEIGHT * FINE))
    pen = ImageDraw.Draw(layer)
    foot = camera.project(person.x, 0, person.z)
    unit = camera.scale(person.x, person.z) * person.tall / 8
    _draw_person(pen, foot, unit, person)
    small = np.asarray(layer.resize((WIDTH, HEIGHT), Image.Resampling.BOX), np.float32) / 255
    mask = small[..., 3]
    colour = small[..., :3] / np.maximum(mask, 1e-3)[..., None]
    reach = max(2, int(unit / FINE * 0.16))
    lit = np.clip(mask - np.roll(mask, -light.side * reach, axis=1), 0, 1)
    dark = np.clip(mask - np.roll(mask, light.side * reach * 3, axis=1), 0, 1)
    colour = colour * np.asarray(light.tint, np.float32)
    colour = colour * (1 - 0.45 * blurred(dark, reach))[..., None]
    colour = colour + np.asarray(light.rim, np.float32) * (light.strength * lit)[..., None]
    return over(_cast_shadow(canvas, foot, unit, light), colour, mask)


def _cast_shadow(canvas: Picture, foot: Point, unit: float, light: Light) -> Picture:
    def draw(pen: ImageDraw.ImageDraw) -> None:
        x, y = foot
        pen.ellipse((x - unit * 1.1, y - unit * 0.16, x + unit * 1.1, y + unit * 0.16), fill=255)
        far = (x - light.side * unit * 3.2, y + unit * 0.5)
        pen.polygon([(x - unit * 0.5, y), (x + unit * 0.5, y), far], fill=150)

    fallen = blurred(shape(draw), max(1.0, unit * 0.06))
    return canvas * (1 - light.shadow * fallen)[..., None]


def _ink(colour: Colour, factor: float = 1.0) -> tuple[int, int, int, int]:
    red, green, blue = (int(255 * min(1.0, max(0.0, part * factor))) for part in colour)
    return (red, green, blue, 255)


def _draw_person(pen: ImageDraw.ImageDraw, foot: Point, u: float, person: Person) -> None:
    x, y = foot
    for side in (-1, 1):
        hip, ankle = (x + side * 0.42 * u, y - 3.9 * u), (x + side * 0.5 * u, y - 0.15 * u)
        _limb(pen, hip, ankle, 0.72 * u, 0.46 * u, _ink(person.legs, 1 - 0.12 * side))
        pen.ellipse(
            (ankle[0] - 0.34 * u, y - 0.26 * u, ankle[0] + 0.34 * u, y + 0.06 * u),
            fill=_ink((0.06, 0.05, 0.05)),
        )
    hem = 2.4 if person.skirt else 3.6
    pen.polygon(
        [
            (x - 1.02 * u, y - 6.45 * u),
            (x + 1.02 * u, y - 6.45 * u),
            (x + 0.95 * u, y - hem * u),
            (x - 0.95 * u, y - hem * u),
        ],
        fill=_ink(person.coat),
    )
    pen.ellipse((x - 1.03 * u, y - 6.8 * u, x + 1.03 * u, y - 5.9 * u), fill=_ink(person.coat))
    if person.shirt and not person.back:
        pen.polygon(
            [(x - 0.33 * u, y - 6.7 * u), (x + 0.33 * u, y - 6.7 * u), (x, y - 5.2 * u)],
            fill=_ink(person.shirt),
        )
        pen.line(
            [(x, y - 5.2 * u), (x, y - hem * u)], fill=_ink(person.coat, 0.6), width=int(u / 9)
        )
    if person.tie and not person.back:
        pen.polygon(
            [(x - 0.1 * u, y - 6.6 * u), (x + 0.1 * u, y - 6.6 * u), (x, y - 5.25 * u)],
            fill=_ink(person.tie),
        )
    if person.vest:
        _draw_vest(pen, x, y, u, person.vest, person.back)
    _draw_arms(pen, x, y, u, person)
    _draw_head(pen, x, y, u, person)


def _draw_vest(
    pen: ImageDraw.ImageDraw, x: float, y: float, u: float, colour: Colour, back: bool
) -> None:
    inner = 0.0 if back else 0.22
    for side in (-1, 1):
        pen.polygon(
            [
                (x + side * inner * u, y - 6.6 * u),
                (x + side * 0.92 * u, y - 6.55 * u),
                (x + side * 0.98 * u, y - 3.9 * u),
                (x + side * inner * u, y - 3.9 * u),
            ],
            fill=_ink(colour, 1 - 0.08 * side),
        )
    for height in (5.3, 4.5):
        pen.line(
            [(x - 0.96 * u, y - height * u), (x + 0.96 * u, y - height * u)],
            fill=_ink((0.9, 0.92, 0.9)),
            width=int(0.2 * u),
        )


def _draw_arms(pen: ImageDraw.ImageDraw, x: float, y: float, u: float, person: Person) -> None:
    hands = ((-1, person.left_hand), (1, person.right_hand))
    for side, wanted in hands:
        shoulder = (x + side * 0.95 * u, y - 6.3 * u)
        reach = wanted or (side * 1.3, 3.6)
        hand = (x + reach[0] * u, y - reach[1] * u)
        elbow = (
            (shoulder[0] + hand[0]) / 2 + side * 0.35 * u,
            (shoulder[1] + hand[1]) / 2 + 0.3 * u,
        )
        sleeve = _ink(person.coat, 0.86 - 0.06 * side)
        _limb(pen, shoulder, elbow, 0.56 * u, 0.46 * u, sleeve)
        _limb(pen, elbow, hand, 0.46 * u, 0.34 * u, sleeve)
        r = 0.24 * u
        pen.ellipse((hand[0] - r, hand[1] - r, hand[0] + r, hand[1] + r), fill=_ink(person.skin))
        if wanted and person.holds:
            pen.ellipse(
                (hand[0] - 2.2 * r, hand[1] - 4.6 * r, hand[0] + 2.2 * r, hand[1] - 0.4 * r),
                fill=_ink(person.holds),
            )


def _draw_head(pen: ImageDraw.ImageDraw, x: float, y: float, u: float, person: Person) -> None:
    pen.rectangle(
        (x - 0.22 * u, y - 7.05 * u, x + 0.22 * u, y - 6.5 * u), fill=_ink(person.skin, 0.82)
    )
    box = (x - 0.45 * u, y - 8.0 * u, x + 0.45 * u, y - 6.8 * u)
    pen.ellipse(box, fill=_ink(person.hair if person.back else person.skin))
    if not person.back:
        brow = (x - 0.48 * u, y - 8.08 * u, x + 0.48 * u, y - 7.1 * u)
        pen.chord(brow, 182, 358, fill=_ink(person.hair))
        for side in (-1, 1):
            eye = (x + side * 0.18 * u, y - 7.42 * u)
            r = 0.05 * u
            pen.ellipse(
                (eye[0] - r, eye[1] - r, eye[0] + r, eye[1] + r), fill=_ink((0.12, 0.08, 0.07))
            )
        pen.arc(
            (x - 0.18 * u, y - 7.3 * u, x + 0.18 * u, y - 7.0 * u),
            30,
            150,
            fill=_ink(person.skin, 0.55),
            width=max(1, int(0.06 * u)),
        )
    if person.hat:
        crown = (x - 0.54 * u, y - 8.25 * u, x + 0.54 * u, y - 7.05 * u)
        pen.chord(crown, 180, 360, fill=_ink(person.hat))
        pen.rounded_rectangle(
            (x - 0.66 * u, y - 7.72 * u, x + 0.66 * u, y - 7.58 * u),
            radius=0.06 * u,
            fill=_ink(person.hat, 0.8),
        )


def _limb(
    pen: ImageDraw.ImageDraw,
    start: Point,
    end: Point,
    thick: float,
    thin: float,
    ink: tuple[int, int, int, int],
) -> None:
    length = max(1e-6, float(np.hypot(end[0] - start[0], end[1] - start[1])))
    across = ((end[1] - start[1]) / length, -(end[0] - start[0]) / length)
    pen.polygon(
        [
            (start[0] + across[0] * thick / 2, start[1] + across[1] * thick / 2),
            (start[0] - across[0] * thick / 2, start[1] - across[1] * thick / 2),
            (end[0] - across[0] * thin / 2, end[1] - across[1] * thin / 2),
            (end[0] + across[0] * thin / 2, end[1] + across[1] * thin / 2),
        ],
        fill=ink,
    )
    for (x, y), r in ((start, thick / 2), (end, thin / 2)):
        pen.ellipse((x - r, y - r, x + r, y + r), fill=ink)


def developed(
    canvas: Picture, seed: int, grain: float = 0.011, vignette: float = 0.28
) -> Image.Image:
    """The finished photograph: corners darkened, a soft curve, grain, eight bits."""
    x = np.linspace(-1, 1, WIDTH, dtype=np.float32)[None, :]
    y = np.linspace(-1, 1, HEIGHT, dtype=np.float32)[:, None]
    canvas = canvas * (1 - vignette * np.clip((x * x + y * y) / 2, 0, 1) ** 1.5)[..., None]
    canvas = np.clip(canvas, 0, 1)
    canvas = canvas + 0.35 * canvas * (1 - canvas) * (canvas - 0.5)
    random = np.random.default_rng(seed)
    film = random.normal(0, grain, (HEIGHT, WIDTH)).astype(np.float32)
    soft = blurred(film * 4 + 0.5, 0.7)
    canvas = canvas + ((soft - 0.5) / 2)[..., None]
    return Image.fromarray((np.clip(canvas, 0, 1) * 255 + 0.5).astype(np.uint8))
