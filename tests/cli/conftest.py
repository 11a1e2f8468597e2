"""Runs commands as they are typed, on small invented stories."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from typer.testing import CliRunner

from captiondedup.cli.app import build_app

PAGE = """<!doctype html>
<html lang="en"><head><title>{title}</title></head><body><main><article>
<h1>{title}</h1>
<p>The ferry {title} reached the new pier of Larnholm on Friday, a year after it was ordered.</p>
<figure>
<img src="{image}" alt="{caption}">
<figcaption>{caption}</figcaption>
</figure>
<p>Hundreds of people watched from the quay as the ropes were made fast in heavy rain.</p>
</article></main></body></html>
"""

EDITORIAL = """
territories = ["worldwide"]
media = ["online"]
use = "editorial"
syndication = false
resale = false
archive = false
credit_printed = "{credit}"
alterations = []
ai_use = false
"""
SHOP = EDITORIAL.replace("resale = false", "resale = true")


@dataclass(frozen=True)
class Outcome:
    """What a command gave: exit code, data, words."""

    code: int
    out: str
    err: str


Run = Callable[..., Outcome]


@pytest.fixture
def run() -> Run:
    """Run ``captiondedup`` in this process with arguments and, if wanted, standard input."""
    app = build_app()

    def run_command(*arguments: str | Path, stdin: str | bytes | None = None) -> Outcome:
        result = CliRunner().invoke(
            app, [str(each) for each in arguments], input=stdin, prog_name="captiondedup"
        )
        return Outcome(result.exit_code, result.stdout, result.stderr)

    return run_command


def draw(path: Path, shade: int) -> None:
    """Draw a picture with enough in it to be told from others."""
    picture = Image.new("RGB", (320, 240), (shade, 120, 200))
    pen = ImageDraw.Draw(picture)
    for step in range(12):
        left = (step * 53 + shade) % 280
        top = (step * 37 + 2 * shade) % 200
        pen.rectangle((left, top, left + 40, top + 25), fill=(step * 20, shade, 255 - step * 20))
    picture.save(path, quality=90)


@pytest.fixture
def story(tmp_path: Path) -> Callable[[str], Path]:
    """Make a folder with an article that shows one picture under a caption."""

    def make(caption: str, name: str = "story") -> Path:
        folder = tmp_path / name
        folder.mkdir()
        draw(folder / "ferry.jpg", 40 + len(name))
        page = PAGE.format(title="Alma", image="ferry.jpg", caption=caption)
        (folder / "story.html").write_text(page, encoding="utf-8")
        return folder

    return make


@pytest.fixture
def editorial(tmp_path: Path) -> Path:
    """A profile that sells and passes on nothing."""
    path = tmp_path / "editorial.toml"
    path.write_text(EDITORIAL, encoding="utf-8")
    return path


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A profile that sells pictures on."""
    path = tmp_path / "shop.toml"
    path.write_text(SHOP, encoding="utf-8")
    return path
