"""A new harbour bridge at dusk: two people cut a ribbon on the quay before a small crowd."""

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

_WATERLINE = 566


def render(frame: int) -> Image.Image:
    """Frame 1: the speaker stands right of the ribbon; frame 2, minutes later: left of it."""
    camera = (
        Camera(x=0.0, y=2.0, z=0.0, yaw=0.0, horizon=_WATERLINE)
        if frame == 1
        else Camera(x=-2.6, y=1.9, z=1.2, yaw=0.085, horizon=_WATERLINE)
    )
    sun = (1130.0, 505.0) if frame == 1 else (905.0, 528.0)
    canvas = _sky(sun, frame)
    canvas = _far_shore(canvas, camera, frame)
    canvas = _bridge(canvas, camera)
    canvas = _water(canvas, sun, frame)
    canvas = blurred(canvas, 0.8)
    canvas = _quay(canvas, camera)
    light = Light(side=1, strength=0.6, rim=(1.0, 0.62, 0.32), tint=(0.92, 0.86, 0.9))
    for person in sorted(_crowd(frame), key=lambda p: -p.z):
        canvas = paint_person(canvas, camera, person, light)
    canvas = _ribbon(canvas, camera, frame)
    for person in _speakers(frame):
        canvas = paint_person(canvas, camera, person, light)
    canvas = canvas + np.float32((0.30, 0.15, 0.05)) * glow(sun, 330)[..., None] * 0.55
    return developed(canvas, seed=40 + frame)


def _sky(sun: tuple[float, float], frame: int) -> Picture:
    canvas = gradient(
        [
            (0.0, (0.12, 0.20, 0.38)),
            (0.25, (0.30, 0.38, 0.56)),
            (0.42, (0.82, 0.58, 0.50)),
            (0.53, (1.0, 0.78, 0.48)),
            (1.0, (0.9, 0.6, 0.4)),
        ]
    )
    clouds = np.clip(noise(11 + frame * 7, (5, 14), 5) * 1.7 - 0.75, 0, 1)
    clouds = clouds * np.clip(1.25 - rows() * 2.1, 0, 1)
    warm = np.clip(rows() * 2.2, 0, 1)[..., None]
    tone = np.float32((0.50, 0.48, 0.60)) * (1 - warm) + np.float32((1.0, 0.60, 0.44)) * warm
    canvas = over(canvas, np.broadcast_to(tone, canvas.shape).astype(np.float32), clouds * 0.8)
    canvas = canvas + np.float32((1.0, 0.75, 0.4)) * glow(sun, 120)[..., None] * 0.7
    return over(canvas, (1.0, 0.96, 0.82), np.clip(glow(sun, 26) * 3 - 1, 0, 1))


def _far_shore(canvas: Picture, camera: Camera, frame: int) -> Picture:
    random = np.random.default_rng(77)
    for distance, colour, tall in ((2600, (0.52, 0.46, 0.56), 190), (1500, (0.36, 0.33, 0.45), 80)):
        bumps = np.cumsum(random.normal(0, 1, 60))
        points = [
            camera.project(-2400 + 80 * i, tall * (0.55 + 0.11 * bumps[i]), distance)
            for i in range(60)
        ]
        low = FINE * _WATERLINE
        ridge = [(points[0][0], low), *points, (points[-1][0], low)]
        canvas = over(canvas, colour, shape(lambda pen, ridge=ridge: pen.polygon(ridge, fill=255)))
    houses = Image.new("RGBA", (WIDTH * FINE, HEIGHT * FINE))
    pen = ImageDraw.Draw(houses)
    for _ in range(150):
        x, z = random.uniform(-700, 700), random.uniform(520, 900)
        wide, tall = random.uniform(10, 26), random.uniform(8, 46)
        left, top = camera.project(x, tall, z)
        right, bottom = camera.project(x + wide, 0, z)
        shade = int(random.integers(38, 84))
        pen.rectangle((left, top, right, bottom), fill=(shade + 10, shade, shade + 14, 255))
        for _ in range(int(tall / 3)):
            wx, wy = random.uniform(left, right), random.uniform(top, bottom - 4)
            lamp = (255, int(random.integers(180, 235)), 120, 255)
            if random.random() < 0.75:
                pen.rectangle((wx, wy, wx + 3, wy + 4), fill=lamp)
    small = np.asarray(houses.resize((WIDTH, HEIGHT), Image.Resampling.BOX), np.float32) / 255
    return over(canvas, small[..., :3] / np.maximum(small[..., 3:], 1e-3), small[..., 3] * 0.95)


def _bridge(canvas: Picture, camera: Camera) -> Picture:
    start, end, deck = np.array([-150.0, 90.0]), np.array([170.0, 330.0]), 21.0

    def place(t: float, height: float, aside: float = 0.0) -> tuple[float, float]:
        x, z = start + (end - start) * t
        rise = 7.0 * (1 - (2 * t - 1) ** 2)
        return camera.project(x + aside * 0.6, height + rise, z - aside * 0.8)

    def draw_back(pen: ImageDraw.ImageDraw) -> None:
        for tower in (0.30, 0.70):
            for step in range(1, 13):
                for way in (-1, 1):
                    foot = place(tower + way * step * 0.0165, deck)
                    pen.line([place(tower, 88 - step * 2.6), foot], fill=205, width=2)

    def draw_solid(pen: ImageDraw.ImageDraw) -> None:
        edge = [place(t / 60, deck + 1.4) for t in range(-4, 66)]
        under = [place(t / 60, deck - 2.6) for t in range(65, -5, -1)]
        pen.polygon(edge + under, fill=255)
        for t in range(0, 61, 2):
            pen.line([place(t / 60, deck), place(t / 60, deck + 4.5)], fill=230, width=3)
        for tower in (0.30, 0.70):
            for side in (-7.0, 7.0):
                pen.polygon(
                    [
                        place(tower - 0.006, -8, side * 1.7),
                        place(tower + 0.006, -8, side * 1.7),
                        place(tower + 0.003, 92, side * 0.12),
                        place(tower - 0.003, 92, side * 0.12),
                    ],
                    fill=255,
                )
            pen.line([place(tower, 48, -6), place(tower, 48, 6)], fill=255, width=7)

    canvas = over(canvas, (0.80, 0.74, 0.74), shape(draw_back) * 0.8)
    solid = shape(draw_solid)
    shade = 0.9 + 0.25 * noise(5, (60, 60), 2)
    body = np.float32((0.30, 0.27, 0.34)) * shade[..., None]
    canvas = over(canvas, body, solid)
    lit = np.clip(solid - np.roll(solid, -2, axis=1), 0, 1)
    canvas = canvas + np.float32((1.0, 0.6, 0.3)) * (lit * 0.6)[..., None]
    lamps = np.zeros((HEIGHT, WIDTH), np.float32)
    for t in range(0, 61, 4):
        x, y = place(t / 60, deck + 4.8)
        lamps += glow((x / FINE, y / FINE), 3.2)
    return canvas + np.float32((1.0, 0.85, 0.55)) * np.clip(lamps, 0, 1)[..., None]


def _water(canvas: Picture, sun: tuple[float, float], frame: int) -> Picture:
    below = HEIGHT - _WATERLINE
    depth = np.arange(below, dtype=np.float32)
    wave = noise(90 + frame, (9, 150), 3)[_WATERLINE:]
    source = np.clip(_WATERLINE - 1 - depth[:, None] * 1.15 + (wave - 0.5) * 46, 0, _WATERLINE - 1)
    across = np.arange(WIDTH)[None, :] + ((wave - 0.5) * (6 + depth[:, None] * 0.16)).astype(int)
    mirrored = canvas[source.astype(int), np.clip(across, 0, WIDTH - 1)]
    fade = (0.78 - 0.35 * depth / below)[:, None, None]
    sea = mirrored * fade + np.float32((0.03, 0.06, 0.10))
    path = np.exp(-((np.arange(WIDTH) - sun[0])[None, :] ** 2) / (2 * (40 + depth[:, None]) ** 2))
    sparkle = np.clip(wave * 2.6 - 1.55, 0, 1) * path
    canvas = canvas.copy()
    canvas[_WATERLINE:] = sea + np.float32((1.0, 0.78, 0.5)) * (0.9 * sparkle)[..., None]
    return canvas


def _quay(canvas: Picture, camera: Camera) -> Picture:
    edge = 19.0
    stone = paving(camera, (0.9, 0.62), (0.46, 0.38, 0.38), seed=3)
    far, near = camera.project(-60, 0, edge), camera.project(60, 0, edge)

    def ground(pen: ImageDraw.ImageDraw) -> None:
        pen.polygon([far, near, (WIDTH * FINE, HEIGHT * FINE), (0, HEIGHT * FINE)], fill=255)

    def iron(pen: ImageDraw.ImageDraw) -> None:
        for height in (0.45, 0.8, 1.1):
            rail = [camera.project(x, height, edge - 0.3) for x in (-40, 40)]
            pen.line(rail, fill=255, width=5)
        for x in np.arange(-40, 40, 1.6):
            post = [camera.project(float(x), h, edge - 0.3) for h in (0, 1.15)]
            pen.line(post, fill=255, width=6)
        for x in (-10.5, -3.5, 3.5, 10.5):
            lamp = [camera.project(x, h, edge - 1) for h in (0, 5.2)]
            pen.line(lamp, fill=255, width=10)
            head = camera.project(x, 5.4, edge - 1)
            pen.ellipse((head[0] - 16, head[1] - 20, head[0] + 16, head[1] + 16), fill=255)

    canvas = over(canvas, stone, shape(ground))
    canvas = over(canvas, (0.10, 0.10, 0.14), shape(iron))
    lamps = np.zeros((HEIGHT, WIDTH), np.float32)
    for x in (-10.5, -3.5, 3.5, 10.5):
        head = camera.project(x, 5.4, edge - 1)
        lamps += glow((head[0] / FINE, head[1] / FINE), 9)
    return _flags(canvas + np.float32((1.0, 0.88, 0.6)) * np.clip(lamps, 0, 1)[..., None], camera)


def _flags(canvas: Picture, camera: Camera) -> Picture:
    paints = ((0.85, 0.25, 0.22), (0.95, 0.9, 0.85), (0.18, 0.42, 0.62), (0.95, 0.72, 0.22))
    for number in range(46):
        t = number / 45
        x = -10.5 + 21 * t
        sag = 4.9 - 1.1 * (1 - (2 * ((t * 3) % 1) - 1) ** 2)
        a, b = camera.project(x, sag, 18), camera.project(x + 0.3, sag, 18)
        c = camera.project(x + 0.15, sag - 0.5, 18)
        mask = shape(lambda pen, a=a, b=b, c=c: pen.polygon([a, b, c], fill=255))
        canvas = over(canvas, paints[number % 4], mask * 0.95)
    return canvas


def _crowd(frame: int) -> list[Person]:
    random = np.random.default_rng(500 + frame)
    people = []
    for number in range(24):
        x = -9.4 + 0.8 * number + float(random.uniform(-0.25, 0.25))
        if abs(x - (0.3 if frame == 1 else -0.8)) < 1.0:
            continue
        base, hue = random.uniform(0.1, 0.4), random.uniform(-0.12, 0.12, 3)
        coat = tuple(float(np.clip(base + c, 0.05, 0.6)) for c in hue)
        people.append(
            Person(
                x=x,
                z=float(random.uniform(13.2, 16.8)),
                tall=float(random.uniform(1.45, 1.9)),
                coat=coat,
                hair=tuple(float(c) for c in random.uniform(0.05, 0.45, 1).repeat(3)),
                shirt=None,
                skirt=bool(random.random() < 0.4),
                hat=coat if random.random() < 0.25 else None,
            )
        )
    return people


def _speakers(frame: int) -> list[Person]:
    side = 1 if frame == 1 else -1
    middle = 0.3 if frame == 1 else -1.3
    mayor = Person(
        x=middle + side * 1.15,
        z=7.6,
        tall=1.72,
        coat=(0.62, 0.12, 0.18),
        legs=(0.16, 0.10, 0.12),
        hair=(0.32, 0.2, 0.12),
        skirt=True,
        left_hand=(-1.5, 4.6) if side == 1 else None,
        right_hand=(1.5, 4.6) if side == -1 else None,
        holds=(0.8, 0.8, 0.82),
    )
    engineer = Person(
        x=middle - side * 1.0,
        z=7.9,
        tall=1.86,
        coat=(0.12, 0.18, 0.30),
        tie=(0.75, 0.55, 0.15),
        hair=(0.62, 0.6, 0.58),
        right_hand=(1.4, 4.5) if side == 1 else None,
        left_hand=(-1.4, 4.5) if side == -1 else None,
    )
    return [engineer, mayor]


def _ribbon(canvas: Picture, camera: Camera, frame: int) -> Picture:
    sag = 0.16 if frame == 1 else 0.05

    def draw(pen: ImageDraw.ImageDraw) -> None:
        points = []
        for step in range(41):
            x = -5.2 + 10.4 * step / 40
            points.append((x, 1.0 - sag * (1 - (x / 5.2) ** 2)))
        top = [camera.project(x, y + 0.06, 8.0) for x, y in points]
        bottom = [camera.project(x, y - 0.06, 8.0) for x, y in reversed(points)]
        pen.polygon(top + bottom, fill=255)
        for x in (-5.2, 5.2):
            pen.line([camera.project(x, 0, 8.0), camera.project(x, 1.15, 8.0)], fill=255, width=16)

    sheen = 0.75 + 0.45 * noise(8, (70, 4), 2)
    return over(canvas, np.float32((0.80, 0.10, 0.14)) * sheen[..., None], shape(draw))
