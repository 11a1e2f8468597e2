"""Renders the pictures of the sample stories: ``python tests/samples/render_samples.py``.

Each story has an original with embedded metadata, a crop for the web, a smaller recompressed copy,
and a second frame of the same scene. Same code, same pictures; the bytes of a JPEG may differ
between versions of its encoder.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import scene_harbour
import scene_lanterns
import scene_shipyard
from embedding import Rights, photoshop_segment, xmp_packet
from PIL import Image

SAMPLES = Path(__file__).resolve().parents[2] / "samples"

Box = tuple[int, int, int, int]


@dataclass(frozen=True)
class Story:
    """One sample: its folder, how its scene is painted, and the files of each frame."""

    folder: str
    render: Callable[[int], Image.Image]
    stem: str
    crop: Box
    frames: tuple[tuple[int, str, Rights | None], ...]


STORIES = (
    Story(
        folder="harbour-bridge-clear",
        render=scene_harbour.render,
        stem="skerry-bridge",
        crop=(250, 130, 1450, 930),
        frames=(
            (
                1,
                "skerry-bridge",
                Rights(
                    description=(
                        "Mayor Signe Halvard (R) and chief engineer Tomas Reuel cut the ribbon of "
                        'the "Skerry Bridge" on the old quay of Vesterhamn on May 14, 2025. '
                        "(AP Photo/Ilse Marant)"
                    ),
                    creator="Ilse Marant",
                    credit="AP",
                    source="AP",
                    headline="Harbour bridge opens in Vesterhamn",
                    city="Vesterhamn",
                    created="2025-05-14",
                ),
            ),
            (2, "skerry-bridge-minutes-later", None),
        ),
    ),
    Story(
        folder="shipyard-visit-blocked",
        render=scene_shipyard.render,
        stem="haemaru-visit",
        crop=(380, 60, 1580, 1010),
        frames=(
            (1, "haemaru-visit", None),
            (2, "haemaru-visit-second-frame", None),
            (
                3,
                "haemaru-crew",
                Rights(
                    description=(
                        'Workers gather before the bow of the tanker "Haemaru" at the Hallabay '
                        "shipyard on June 3, 2025. (For Use Only in the Republic of Korea. "
                        "No Redistribution) (Yonhap)"
                    ),
                    creator="Seo Da-on",
                    credit="YONHAP",
                    source="YNA",
                    instructions="For Use Only in the Republic of Korea. No Redistribution",
                    usage_terms="For Use Only in the Republic of Korea. No Redistribution",
                    headline="Tanker before its launch",
                    city="Hallabay",
                    country="Republic of Korea",
                    created="2025-06-03",
                ),
            ),
        ),
    ),
    Story(
        folder="lantern-night-review",
        render=scene_lanterns.render,
        stem="lantern-night",
        crop=(330, 170, 1330, 1040),
        frames=(
            (
                1,
                "lantern-night",
                Rights(
                    description=(
                        'Nora Imhoff (R) and her niece let a paper lantern go on the "Night of '
                        'Lights" on the bank of the Ahle in Lindrath on Sept. 20, 2025. '
                        "(Jonas Weidt/dpa via AP)"
                    ),
                    creator="Jonas Weidt",
                    credit="dpa via AP",
                    source="dpa",
                    instructions="NO ARCHIVE; NO SALES",
                    headline="Night of Lights in Lindrath",
                    city="Lindrath",
                    country="Germany",
                    created="2025-09-20",
                ),
            ),
            (2, "lantern-night-later", None),
        ),
    ),
)


def main() -> None:
    """Render every story whose folder is named on the command line; without names, all."""
    for story in STORIES:
        if len(sys.argv) < 2 or story.folder in sys.argv[1:]:
            write_story(story)


def write_story(story: Story) -> None:
    """Write all pictures of one story into its folder under samples/."""
    folder = SAMPLES / story.folder
    folder.mkdir(parents=True, exist_ok=True)
    for number, name, rights in story.frames:
        picture = story.render(number)
        save(picture, folder / f"{name}.jpg", 82, rights)
        if name == story.stem:
            left, top, right, bottom = story.crop
            web = picture.crop(story.crop).resize(
                (1000, round(1000 * (bottom - top) / (right - left))), Image.Resampling.LANCZOS
            )
            save(web, folder / f"{name}-web.jpg", 80)
            save(
                picture.resize((900, 600), Image.Resampling.LANCZOS),
                folder / f"{name}-small.jpg",
                58,
            )


def save(picture: Image.Image, path: Path, quality: int, rights: Rights | None = None) -> None:
    """Write a JPEG, with the rights embedded in both blocks if there are any."""
    if rights is None:
        picture.save(path, quality=quality, optimize=True)
        return
    picture.save(
        path,
        quality=quality,
        optimize=True,
        xmp=xmp_packet(rights),
        extra=photoshop_segment(rights),
    )


if __name__ == "__main__":
    main()
