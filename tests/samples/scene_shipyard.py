"""A shipyard by day: a visitor in a white helmet stands before the bow of a new ship."""

from __future__ import annotations

from collections.abc import Callable

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
    cell_noise,
    developed,
    gradient,
    noise,
    over,
    paint_person,
    paving,
    rows,
    shape,
)
from PIL import Image, ImageDraw, ImageFont

_HORIZON = 590


def render(frame: int) -> Image.Image:
    """Frame 1: the visitor right of the hosts; 2: left of them; 3: workers only, elsewhere."""
    camera = {
        1: Camera(x=0.0, y=1.9, z=0.0, yaw=-0.02, horizon=_HORIZON),
        2: Camera(x=3.4, y=1.75, z=-1.4, yaw=-0.11, horizon=_HORIZON),
        3: Camera(x=-9.0, y=5.2, z=-4.0, yaw=0.24, focal=1700, horizon=_HORIZON - 150),
    }[frame]
    canvas = _sky(frame)
    canvas = _cranes(canvas, camera)
    canvas = _hull(canvas, camera)
    canvas = _yard(canvas, camera)
    canvas = blurred(canvas, 0.7)
    light = Light(side=1 if frame == 1 else -1, rim=(0.95, 0.97, 1.0), strength=0.4, shadow=0.38)
    delegation = _delegation(frame) if frame < 3 else []
    for person in sorted((*_workers(frame), *delegation), key=lambda p: -p.z):
        canvas = paint_person(canvas, camera, person, light)
    haze = np.float32((0.82, 0.88, 0.94))
    canvas = canvas + (haze - canvas) * (0.10 * (1 - rows()))[..., None]
    return developed(canvas, seed=60 + frame)


def _sky(frame: int) -> Picture:
    canvas = gradient([(0, (0.34, 0.54, 0.78)), (0.55, (0.82, 0.88, 0.93)), (1, (0.8, 0.8, 0.8))])
    clouds = np.clip(noise(21 + frame * 9, (4, 6), 6) * 1.8 - 0.7, 0, 1)
    belly = 0.82 + 0.18 * noise(22 + frame, (4, 6), 5)
    return over(canvas, np.float32((1, 1, 1)) * belly[..., None], clouds * 0.9)


def _cranes(canvas: Picture, camera: Camera) -> Picture:
    def gantry(pen: ImageDraw.ImageDraw, z: float, left: float, right: float, tall: float) -> None:
        pen.polygon(
            [
                camera.project(left - 12, tall, z),
                camera.project(right + 12, tall, z),
                camera.project(right + 12, tall - 9, z),
                camera.project(left - 12, tall - 9, z),
            ],
            fill=255,
        )
        for x in (left, right):
            for lean in (-5, 5):
                pen.line(
                    [camera.project(x, tall - 4, z), camera.project(x + lean, 0, z)],
                    fill=255,
                    width=int(camera.scale(x, z) * 2.2),
                )
        for step in range(5):
            y = (tall - 9) * step / 5
            wide = 5 * (1 - step / 5)
            for x in (left, right):
                rung = [camera.project(x - wide, y, z), camera.project(x + wide, y + 6, z)]
                pen.line(rung, fill=255, width=4)

    for z, left, right, tall, colour in (
        (420, -190, 40, 104, (0.62, 0.70, 0.78)),
        (250, 4, 128, 92, (0.16, 0.34, 0.60)),
    ):
        mask = shape(lambda pen, z=z, a=left, b=right, t=tall: gantry(pen, z, a, b, t))
        lit = np.clip(mask - np.roll(mask, 3, axis=1), 0, 1)
        canvas = over(canvas, np.float32(colour) * (0.85 + 0.3 * rows())[..., None], mask)
        canvas = canvas + (0.25 * lit)[..., None]
    sign = camera.project(28, 91, 250)
    font = ImageFont.load_default(size=int(camera.scale(14, 250) * 6))
    text = shape(lambda pen: pen.text(sign, "HALLA BAY No. 3", fill=255, font=font))
    return over(canvas, (0.95, 0.95, 0.92), text)


def _hull(canvas: Picture, camera: Camera) -> Picture:
    """The starboard side of the ship, its bow at the right, and the house above the deck."""
    stern, stem = (-84.0, 128.0), (16.0, 64.0)

    def at(t: float, height: float) -> tuple[float, float]:
        x, z = (stern[i] + (stem[i] - stern[i]) * t for i in (0, 1))
        return camera.project(x, height, z)

    def deck(t: float) -> float:
        return 21.5 + 6.5 * max(0.0, t - 0.55) ** 1.6 / 0.45**1.6

    corners = [at(0, 30), at(1.12, 30), at(1.12, 0), at(0, 0)]
    side = _laid_on(_hull_paint(), corners)
    top = [at(t / 40, deck(t / 40)) for t in range(41)]
    bow = [at(1 + 0.085 * (h / 28) ** 1.4, h) for h in (28, 24, 20, 16, 12, 8, 4, 0.6)]
    outline = [*top, *bow, at(0, 0.6)]
    canvas = _house(canvas, at)
    canvas = over(canvas, side, shape(lambda pen: pen.polygon(outline, fill=255)))
    bulb = [at(0.985, 0.4), at(1.06, 6.4)]
    box = (bulb[0][0], bulb[1][1], bulb[1][0], bulb[0][1])
    canvas = over(canvas, (0.47, 0.13, 0.12), shape(lambda pen: pen.ellipse(box, fill=255)))
    rail = [at(t / 40, deck(t / 40) + 1.1) for t in range(41)]
    canvas = over(canvas, (0.93, 0.93, 0.9), shape(lambda pen: pen.line(rail, fill=220, width=4)))
    return over(canvas, (0.85, 0.9, 0.95), shape(lambda pen: pen.line(bow, fill=150, width=5)))


def _house(canvas: Picture, at: Callable[[float, float], tuple[float, float]]) -> Picture:
    floors = ((0.06, 0.24, 21, 27), (0.07, 0.22, 27, 32), (0.08, 0.21, 32, 37), (0.1, 0.16, 37, 41))
    for left, right, low, high in floors:
        wall = [at(left, high), at(right, high), at(right, low), at(left, low)]
        canvas = over(canvas, (0.93, 0.93, 0.9), shape(lambda p, w=wall: p.polygon(w, fill=255)))

        def windows(pen: ImageDraw.ImageDraw, span: tuple[float, ...]) -> None:
            for step in range(9):
                t = span[0] + (span[1] - span[0]) * (step + 0.25) / 9
                pen.rectangle((*at(t, span[3] - 1.2), *at(t + 0.007, span[3] - 2.9)), fill=255)

        span = (left, right, low, high)
        canvas = over(canvas, (0.2, 0.28, 0.36), shape(lambda pen, span=span: windows(pen, span)))
    funnel = [at(0.025, 39), at(0.055, 39), at(0.058, 21), at(0.022, 21)]
    canvas = over(canvas, (0.70, 0.22, 0.16), shape(lambda pen: pen.polygon(funnel, fill=255)))
    mast = [at(0.13, 41), at(0.13, 50)]
    return over(canvas, (0.9, 0.9, 0.9), shape(lambda pen: pen.line(mast, fill=255, width=8)))


def _hull_paint() -> Image.Image:
    """The side of the ship seen square on: plates, boot-top, name, streaks of rust."""
    wide, high = 2800, 600
    random = np.random.default_rng(4)
    y = np.arange(high)[:, None] * np.ones((1, wide))
    x = np.arange(wide)[None, :] * np.ones((high, 1))
    u, v = (x + 61 * np.floor(y / 46)) / 168, y / 46
    plates = 0.84 + 0.22 * cell_noise(u.astype(np.float32), v.astype(np.float32), seed=4)
    seam = (np.abs(u - np.round(u)) * 168 < 1.6) | (np.abs(v - np.round(v)) * 46 < 1.4)
    paint = np.where((y < 330)[..., None], (0.12, 0.21, 0.36), (0.56, 0.15, 0.13))
    paint = np.where(((y > 318) & (y < 340))[..., None], (0.92, 0.92, 0.9), paint)
    paint = paint * (plates * (1 - 0.3 * seam))[..., None]
    for _ in range(90):
        column, start = int(random.integers(0, wide - 8)), int(random.integers(60, 420))
        length, breadth = int(random.integers(40, 170)), int(random.integers(2, 7))
        fade = np.linspace(0.5, 0, length)[:, None, None]
        streak = paint[start : start + length, column : column + breadth]
        rust = np.array((0.42, 0.26, 0.16))
        paint[start : start + length, column : column + breadth] += (rust - streak) * fade[
            : streak.shape[0]
        ]
    picture = Image.fromarray((np.clip(paint, 0, 1) * 255).astype(np.uint8))
    pen = ImageDraw.Draw(picture)
    pen.text((1790, 96), "HAEMARU", fill=(240, 240, 235), font=ImageFont.load_default(size=150))
    for mark in range(12):
        pen.text((2440, 345 + mark * 20), f"{14 - mark}", fill=(235, 235, 230))
    return picture


def _laid_on(board: Image.Image, corners: list[tuple[float, float]]) -> Picture:
    """A flat board in perspective, its corners clockwise from the top left."""
    wide, high = board.size
    target = [(0, 0), (wide, 0), (wide, high), (0, high)]
    equations, right = [], []
    for (fine_x, fine_y), (u, v) in zip(corners, target, strict=True):
        x, y = fine_x / FINE, fine_y / FINE
        equations += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        right += [u, v]
    plane = np.linalg.solve(np.array(equations), np.array(right, float))
    laid = board.transform(
        (WIDTH, HEIGHT), Image.Transform.PERSPECTIVE, plane.tolist(), Image.Resampling.BICUBIC
    )
    return np.asarray(laid, np.float32) / 255


def _yard(canvas: Picture, camera: Camera) -> Picture:
    concrete = paving(camera, (3.0, 3.0), (0.62, 0.61, 0.58), seed=6)
    stains = 0.86 + 0.2 * noise(41, (24, 30), 5)
    x, z = camera.ground()
    stripe = ((np.abs(x - 6.4) < 0.12) | (np.abs(z - 12.5) < 0.1)).astype(np.float32)
    concrete = over(concrete * stains[..., None], (0.88, 0.70, 0.14), stripe * 0.85)
    edge = camera.project(0, 0, 190)[1]

    def ground(pen: ImageDraw.ImageDraw) -> None:
        pen.rectangle((0, edge, WIDTH * FINE, HEIGHT * FINE), fill=255)

    canvas = over(canvas, concrete, shape(ground))
    return _boxes(canvas, camera)


def _boxes(canvas: Picture, camera: Camera) -> Picture:
    """Stacked containers right of the ship and steel frames left of it."""
    random = np.random.default_rng(15)
    paints = ((0.66, 0.24, 0.14), (0.16, 0.36, 0.44), (0.24, 0.42, 0.26), (0.72, 0.62, 0.42))
    for z in (66.0, 52.0, 40.0):
        for row in range(3):
            for level in range(1 + int(random.integers(0, 3))):
                x = 17 + row * 6.6 + (66 - z) * 0.1
                y = level * 2.6
                colour = np.float32(paints[int(random.integers(0, 4))])
                front = [
                    camera.project(px, py, z)
                    for px, py in ((x, y), (x + 6.2, y), (x + 6.2, y + 2.5), (x, y + 2.5))
                ]
                mask = shape(lambda pen, front=front: pen.polygon(front, fill=255))
                left, right = front[0][0] / FINE, front[1][0] / FINE
                ribs = 0.85 + 0.15 * np.sign(
                    np.sin((np.arange(WIDTH) - left) / max(right - left, 1) * 90)
                )
                canvas = over(canvas, colour * ribs[None, :, None].astype(np.float32), mask)

    def frames(pen: ImageDraw.ImageDraw) -> None:
        for x in np.arange(-30, -13, 3.0):
            for z in (30.0, 34.0):
                pole = [camera.project(float(x), h, z) for h in (0, 13)]
                pen.line(pole, fill=255, width=7)
        for h in (3, 6, 9, 12):
            beam = [camera.project(x, h, 30.0) for x in (-30, -13.5)]
            pen.line(beam, fill=255, width=9)
            brace = [camera.project(-30, h, 30), camera.project(-13.5, h - 3, 30)]
            pen.line(brace, fill=190, width=4)

    return over(canvas, (0.72, 0.60, 0.22), shape(frames))


def _workers(frame: int) -> list[Person]:
    random = np.random.default_rng(700 + frame)
    people = []
    for _ in range(13 if frame < 3 else 30):
        x = float(random.uniform(-9.5, 9.5))
        if frame < 3 and abs(x) < 2.6:
            continue
        people.append(
            Person(
                x=x,
                z=float(random.uniform(14.5, 21 if frame < 3 else 30)),
                tall=float(random.uniform(1.62, 1.86)),
                coat=(0.26, 0.32, 0.42),
                legs=(0.22, 0.27, 0.36),
                shirt=None,
                hat=(0.95, 0.76, 0.12),
                vest=(0.92, 0.45, 0.10) if random.random() < 0.6 else None,
                back=bool(random.random() < 0.35),
            )
        )
    return people


def _delegation(frame: int) -> list[Person]:
    side = 1 if frame == 1 else -1
    visitor = Person(
        x=side * 1.45,
        z=7.4 if frame == 1 else 8.0,
        tall=1.8,
        coat=(0.10, 0.11, 0.14),
        tie=(0.16, 0.30, 0.62),
        hat=(0.97, 0.97, 0.95),
        left_hand=(-1.9, 5.6) if side == 1 else None,
        right_hand=(1.9, 5.6) if side == -1 else None,
    )
    host = Person(
        x=-side * 0.35,
        z=7.8,
        tall=1.7,
        coat=(0.34, 0.36, 0.40),
        shirt=(0.7, 0.8, 0.9),
        hat=(0.97, 0.97, 0.95),
        vest=(0.75, 0.85, 0.15),
    )
    guide = Person(
        x=-side * 1.9,
        z=8.6,
        tall=1.66,
        coat=(0.45, 0.20, 0.24),
        legs=(0.18, 0.14, 0.16),
        hair=(0.08, 0.06, 0.06),
        hat=(0.97, 0.97, 0.95),
        skirt=True,
    )
    aide = Person(x=side * 3.4, z=9.4, tall=1.76, coat=(0.22, 0.24, 0.22), back=frame == 2)
    return [visitor, host, guide, aide]
