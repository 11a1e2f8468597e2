"""A lantern festival by night: people let paper lanterns go on the bank of a river in a town."""

from __future__ import annotations

import numpy as np
from painting import (
    FINE,
    HEIGHT,
    WIDTH,
    Camera,
    Light,
    Person,
    Picture,
    blurred,
    developed,
    glow,
    gradient,
    noise,
    over,
    paint_person,
    paving,
    rows,
    shape,
)
from PIL import Image, ImageDraw

_WATERLINE = 600
_BANK = 17.0


def render(frame: int) -> Image.Image:
    """Frame 1: the woman in white stands right of the girl; frame 2, later: left of her."""
    camera = (
        Camera(x=0.0, y=2.1, z=0.0, yaw=0.0, horizon=_WATERLINE)
        if frame == 1
        else Camera(x=2.4, y=1.9, z=0.8, yaw=-0.07, horizon=_WATERLINE)
    )
    canvas = _sky(frame)
    canvas = _town(canvas, camera)
    canvas = _bridge(canvas, camera)
    lights = _floating(camera, frame)
    canvas = _lanterns(canvas, lights)
    canvas = _water(canvas, frame)
    canvas = blurred(canvas, 0.8)
    canvas = _bank(canvas, camera)
    light = Light(
        side=1 if frame == 1 else -1,
        rim=(1.0, 0.60, 0.22),
        strength=0.75,
        shadow=0.5,
        tint=(0.70, 0.62, 0.66),
    )
    for person in sorted((*_crowd(frame), *_pair(frame)), key=lambda p: -p.z):
        canvas = paint_person(canvas, camera, person, light)
    canvas = _held(canvas, camera, frame)
    return developed(canvas, seed=80 + frame, grain=0.014)


def _sky(frame: int) -> Picture:
    canvas = gradient(
        [
            (0, (0.03, 0.05, 0.13)),
            (0.35, (0.08, 0.12, 0.26)),
            (0.57, (0.28, 0.24, 0.36)),
            (1, (0, 0, 0)),
        ]
    )
    random = np.random.default_rng(9)
    stars = np.zeros((HEIGHT, WIDTH), np.float32)
    for _ in range(260):
        y, x = int(random.integers(0, 420)), int(random.integers(0, WIDTH))
        stars[y, x] = random.uniform(0.2, 1.0)
    canvas = canvas + (blurred(stars, 0.6) * 1.6)[..., None]
    clouds = np.clip(noise(51 + frame * 3, (4, 9), 5) * 1.5 - 0.8, 0, 1)
    canvas = over(canvas, (0.25, 0.22, 0.32), clouds * 0.5 * np.clip(1.2 - rows() * 1.6, 0, 1))
    return (
        canvas
        + np.float32((0.9, 0.9, 0.8)) * np.clip(glow((1330, 150), 30) * 4 - 2, 0, 1)[..., None]
    )


def _town(canvas: Picture, camera: Camera) -> Picture:
    random = np.random.default_rng(33)
    wash = ((0.52, 0.36, 0.24), (0.42, 0.24, 0.20), (0.48, 0.42, 0.30), (0.30, 0.32, 0.36))
    layer = Image.new("RGB", (WIDTH * FINE, HEIGHT * FINE))
    mask = Image.new("L", layer.size)
    for depth in (86.0, 64.0):
        x = -80.0
        while x < 80:
            wide, tall = float(random.uniform(6, 9.5)), float(random.uniform(8.5, 15))
            shade = float(random.uniform(0.45, 0.8)) * (1.0 if depth < 70 else 0.6)
            colour = wash[int(random.integers(0, 4))]
            if depth > 70 or abs(x + 3) > 12:
                _house(layer, mask, camera, (x, depth, wide, tall), colour, shade, random)
            x += wide
    picture = layer.resize((WIDTH, HEIGHT), Image.Resampling.BOX)
    cover = np.asarray(mask.resize((WIDTH, HEIGHT), Image.Resampling.BOX), np.float32) / 255
    plaster = 0.8 + 0.35 * noise(34, (90, 60), 3)
    return over(canvas, np.asarray(picture, np.float32) / 255 * plaster[..., None], cover)


def _house(
    layer: Image.Image,
    mask: Image.Image,
    camera: Camera,
    place: tuple[float, float, float, float],
    colour: tuple[float, float, float],
    shade: float,
    random: np.random.Generator,
) -> None:
    x, z, wide, tall = place
    ridge = tall + wide * 0.55
    outline = [
        camera.project(px, py, z)
        for px, py in ((x, 0), (x, tall), (x + wide / 2, ridge), (x + wide, tall), (x + wide, 0))
    ]
    pen, cover = ImageDraw.Draw(layer), ImageDraw.Draw(mask)
    wall = tuple(int(255 * part * shade * 0.62) for part in colour)
    pen.polygon(outline, fill=wall)
    cover.polygon(outline, fill=255)
    pen.polygon(outline[1:4], fill=tuple(int(part * 0.55) for part in wall))
    for beam in (0.0, 1.0):
        line = [camera.project(x + beam * wide, h, z) for h in (0, tall)]
        pen.line(line, fill=tuple(int(part * 0.5) for part in wall), width=6)
    for floor in range(int(tall // 3)):
        for column in range(int(wide // 1.9)):
            left = x + 0.7 + column * 1.9
            low = 0.8 + floor * 3.0
            box = (*camera.project(left, low + 1.6, z), *camera.project(left + 1.0, low, z))
            lit = random.random() < 0.62
            warm = float(random.uniform(0.65, 1.0))
            fill = (int(255 * warm), int(190 * warm), int(96 * warm)) if lit else (24, 26, 38)
            pen.rectangle(box, fill=fill)
            cross = (box[0] + box[2]) / 2
            pen.line([(cross, box[1]), (cross, box[3])], fill=wall, width=2)


def _bridge(canvas: Picture, camera: Camera) -> Picture:
    z = 52.0

    def draw(pen: ImageDraw.ImageDraw) -> None:
        xs = np.linspace(-40, 32, 73)
        crown = [camera.project(float(x), 8.2 - ((x + 4) / 30) ** 2 * 2.6, z) for x in xs]
        foot = [camera.project(32, -1, z), camera.project(-40, -1, z)]
        pen.polygon([*crown, *foot], fill=255)
        for middle, half in ((-22, 6.5), (-4, 8.5), (14, 6.5)):
            arch = [
                camera.project(middle + half * np.cos(a), 4.6 * np.sin(a) * half / 8.5 + 1.6, z)
                for a in np.linspace(0, np.pi, 25)
            ]
            pen.polygon(arch, fill=0)
        rail = [camera.project(float(x), 9.1 - ((x + 4) / 30) ** 2 * 2.6, z) for x in xs]
        pen.line(rail, fill=255, width=5)
        for top, low in zip(rail[::2], crown[::2], strict=True):
            pen.line([top, low], fill=255, width=4)

    stones = 0.65 + 0.5 * noise(35, (160, 110), 2)
    canvas = over(canvas, np.float32((0.26, 0.22, 0.22)) * stones[..., None], shape(draw))
    lamps = np.zeros((HEIGHT, WIDTH), np.float32)
    for x in range(-32, 26, 6):
        px, py = camera.project(x, 10.2 - ((x + 4) / 30) ** 2 * 2.6, z)
        lamps += glow((px / FINE, py / FINE), 5) + 0.3 * glow((px / FINE, py / FINE), 22)
    return canvas + np.float32((1.0, 0.78, 0.42)) * np.clip(lamps, 0, 1)[..., None]


def _floating(camera: Camera, frame: int) -> list[tuple[float, float, float]]:
    """Centre and size in pixels of the lanterns in the air; they drift between the frames."""
    random = np.random.default_rng(900 + frame)
    found = []
    for _ in range(58):
        z = float(random.uniform(20, 110))
        x, y = float(random.uniform(-0.62, 0.62)) * z, float(random.uniform(4.5, 0.42 * z + 4))
        px, py = camera.project(x, y, z)
        found.append((px / FINE, py / FINE, camera.scale(x, z) * 0.62 / FINE))
    return sorted(found, key=lambda lantern: lantern[2])


def _lanterns(canvas: Picture, lights: list[tuple[float, float, float]]) -> Picture:
    bloom = np.zeros((HEIGHT, WIDTH), np.float32)
    for x, y, size in lights:
        bloom += 0.5 * glow((x, y), size * 2.6)

        def paper(pen: ImageDraw.ImageDraw, x: float = x, y: float = y, s: float = size) -> None:
            fx, fy, fs = x * FINE, y * FINE, s * FINE
            pen.rounded_rectangle(
                (fx - fs * 0.8, fy - fs * 1.1, fx + fs * 0.8, fy + fs * 0.8), fs * 0.5, fill=255
            )

        height = (np.arange(HEIGHT, dtype=np.float32)[:, None] - (y - size * 1.1)) / (2 * size)
        heat = np.clip(height, 0, 1)[..., None]
        paint = np.float32((0.86, 0.36, 0.10)) * (1 - heat) + np.float32((1.0, 0.90, 0.56)) * heat
        canvas = over(canvas, np.broadcast_to(paint, canvas.shape), shape(paper))
    return canvas + np.float32((0.8, 0.42, 0.14)) * np.clip(bloom, 0, 1.4)[..., None] * 0.5


def _water(canvas: Picture, frame: int) -> Picture:
    below = HEIGHT - _WATERLINE
    depth = np.arange(below, dtype=np.float32)[:, None]
    wave = noise(120 + frame, (8, 130), 3)[_WATERLINE:]
    source = np.clip(_WATERLINE - 1 - depth * 1.2 + (wave - 0.5) * 60, 0, _WATERLINE - 1)
    across = np.arange(WIDTH)[None, :] + ((wave - 0.5) * (8 + depth * 0.1)).astype(int)
    mirrored = canvas[source.astype(int), np.clip(across, 0, WIDTH - 1)]
    canvas = canvas.copy()
    canvas[_WATERLINE:] = mirrored * 0.72 + np.float32((0.01, 0.015, 0.03))
    return canvas


def _bank(canvas: Picture, camera: Camera) -> Picture:
    cobbles = paving(camera, (0.34, 0.30), (0.20, 0.17, 0.19), seed=8)
    warm = np.exp(-((np.arange(WIDTH, dtype=np.float32) - 800) ** 2) / (2 * 420**2))[None, :, None]
    cobbles = cobbles * (0.55 + 0.9 * warm * np.float32((1.2, 0.8, 0.5)))
    edge = camera.project(0, 0, _BANK)[1]

    def ground(pen: ImageDraw.ImageDraw) -> None:
        pen.rectangle((0, edge, WIDTH * FINE, HEIGHT * FINE), fill=255)

    def kerb(pen: ImageDraw.ImageDraw) -> None:
        pen.rectangle((0, edge - 7, WIDTH * FINE, edge + 9), fill=255)

    canvas = over(canvas, cobbles.astype(np.float32), shape(ground))
    return over(canvas, (0.30, 0.25, 0.25), shape(kerb))


def _crowd(frame: int) -> list[Person]:
    random = np.random.default_rng(40 + frame)
    people = []
    for number in range(22):
        x = -8.6 + 0.8 * number + float(random.uniform(-0.3, 0.3))
        if abs(x) < 2.0 and random.random() < 0.7:
            continue
        base, hue = random.uniform(0.08, 0.34), random.uniform(-0.08, 0.08, 3)
        people.append(
            Person(
                x=x,
                z=float(random.uniform(11.5, 15.5)),
                tall=float(random.uniform(1.35, 1.88)),
                coat=tuple(float(np.clip(base + c, 0.04, 0.5)) for c in hue),
                hair=(0.10, 0.08, 0.08),
                shirt=None,
                back=bool(random.random() < 0.65),
                skirt=bool(random.random() < 0.4),
                right_hand=(1.1, 7.4) if random.random() < 0.3 else None,
                holds=(1.0, 0.72, 0.30),
            )
        )
    return people


def _pair(frame: int) -> list[Person]:
    side, middle = (1, 0.0) if frame == 1 else (-1, 1.2)
    woman = Person(
        x=middle + side * 1.0,
        z=7.2,
        tall=1.7,
        coat=(0.90, 0.88, 0.84),
        legs=(0.55, 0.5, 0.5),
        hair=(0.10, 0.07, 0.06),
        shirt=(0.74, 0.18, 0.22),
        skirt=True,
        left_hand=(-1.3, 5.6) if side == 1 else None,
        right_hand=(1.3, 5.6) if side == -1 else None,
    )
    girl = Person(
        x=middle - side * 0.7,
        z=6.9,
        tall=1.22,
        coat=(0.72, 0.22, 0.26),
        legs=(0.25, 0.2, 0.3),
        hair=(0.14, 0.09, 0.07),
        shirt=(0.95, 0.82, 0.5),
        skirt=True,
        left_hand=(-0.5, 7.0),
        right_hand=(1.3, 7.2) if side == 1 else (0.5, 7.0),
    )
    return [woman, girl]


def _held(canvas: Picture, camera: Camera, frame: int) -> Picture:
    """The big lantern between the two; in the second frame it has risen above them."""
    rise = 1.42 if frame == 1 else 2.35
    x, y = camera.project(0.15 if frame == 1 else 1.1, rise, 7.0)
    size = camera.scale(0, 7.0) * 0.30 / FINE
    centre = (x / FINE, y / FINE)
    canvas = _lanterns(canvas, [(*centre, size)])
    return canvas + np.float32((1.0, 0.55, 0.2)) * glow(centre, size * 3.4)[..., None] * 0.35
