"""Candidate pairs among many captions: nothing that is one story is left out."""

from __future__ import annotations

import random

from captiondedup.duplicates import caption_candidates
from captiondedup.duplicates.captions import compare_captions, propose_caption_pairs
from captiondedup.model import Caption, FieldKind, Verdict

PLACES = [
    "Halden",
    "Ashdale",
    "Emden",
    "Almuz",
    "Brével",
    "Plön",
    "Leerort",
    "Norden",
    "Tarnow",
    "Odense",
]
NAMES = [
    "Corrigan",
    "Haas",
    "Marten",
    "Brandis",
    "Poppinga",
    "Tammen",
    "Carvajal",
    "Salas",
    "Ferrand",
    "Guern",
]
ACTS = [
    "opens",
    "greets",
    "visits",
    "inspects",
    "leaves",
    "photographs",
    "repairs",
    "paints",
    "measures",
    "closes",
]
THINGS = [
    "bridge",
    "harbour",
    "lighthouse",
    "tramway",
    "school",
    "windmill",
    "theatre",
    "shipyard",
    "dike",
    "market",
]


def caption(text: str) -> Caption:
    return Caption(FieldKind.CAPTION, text, text)


def stories(count: int) -> list[str]:
    """Captions in the manner of a wire, no two of which are of one picture."""
    draw = random.Random(7)
    return [
        f"{draw.choice(NAMES)} {draw.choice(ACTS)} the {draw.choice(THINGS)} number {number} of "
        f"{draw.choice(PLACES)} with {draw.choice(NAMES)}, seen by {number * 7} people on"
        f" {number % 28 + 1} October {1900 + number % 120}."
        f" (Photo by {draw.choice(NAMES)}/Nordpress)"
        for number in range(count)
    ]


def test_a_twin_is_proposed_among_many() -> None:
    found = stories(900)
    captions = {f"{number:04d}": caption(text) for number, text in enumerate(found)}
    for number in range(0, 900, 9):
        text = found[number]
        twin = (text[:60], "FILE - " + text, text.upper(), text.split(". (")[0])[number % 4]
        captions[f"{number:04d}b"] = caption(twin)
    proposed = set(propose_caption_pairs(captions).pairs)
    missed = [n for n in range(0, 900, 9) if (f"{n:04d}", f"{n:04d}b") not in proposed]
    assert missed == []


def test_a_pair_with_one_decisive_fact_is_proposed_too() -> None:
    captions = {f"{number:04d}": caption(text) for number, text in enumerate(stories(600))}
    captions["left"] = caption("Ilse Marten (L) at the ferry of Halden")
    captions["right"] = caption("Ilse Marten (R) at the ferry of Halden")
    assert ("left", "right") in propose_caption_pairs(captions).pairs


def test_unlike_captions_are_not_proposed() -> None:
    captions = {
        "1": caption("Fog over the harbour of Halden (Nordpress)"),
        "2": caption("Un homme attend le bac à Brével (Nordpress)"),
        "3": caption("春浜港に停泊する漁船"),
    }
    assert propose_caption_pairs(captions).pairs == ()


def test_empty_captions_are_nobody_s_twins() -> None:
    captions = {"1": caption(""), "2": caption(" "), "3": caption("...")}
    assert propose_caption_pairs(captions).pairs == ()


def test_pairs_are_sorted_and_each_stands_once() -> None:
    captions = {name: caption("Gulls over the Halden yard") for name in ("b", "c", "a")}
    assert propose_caption_pairs(captions).pairs == (("a", "b"), ("a", "c"), ("b", "c"))


def test_a_flood_of_equal_captions_is_chained_and_reported() -> None:
    size = caption_candidates.CLUMP + 40
    captions = {f"{number:03d}": caption("Default avatar of a reader") for number in range(size)}
    proposal = propose_caption_pairs(captions)
    assert len(proposal.pairs) == size - 1
    (clump,) = proposal.clumps
    assert clump.members == tuple(sorted(captions))


def test_a_flood_with_one_rare_word_is_capped_and_reported() -> None:
    size = caption_candidates.COMPARE_ALL + 100
    captions = {
        f"{number:04d}": caption(f"Kiosk {number}{number} Zwiebelfest") for number in range(size)
    }
    proposal = propose_caption_pairs(captions)
    assert len(proposal.pairs) <= 2 * caption_candidates.NEIGHBOURS * size
    assert "zwiebelfest" in {clump.key for clump in proposal.clumps}


def test_recall_against_all_pairs_on_labelled_captions(shared: object) -> None:
    import json

    path = shared / "bench" / "captions" / "pairs.jsonl"  # type: ignore[operator]
    pairs = [json.loads(line) for line in path.read_text("utf-8").strip().split("\n")][:1500]
    captions: dict[str, Caption] = {}
    for pair in pairs:
        captions[pair["id"] + "a"], captions[pair["id"] + "b"] = map(
            caption, (pair["a"], pair["b"])
        )
    proposed = set(propose_caption_pairs(captions).pairs)
    twins = [
        (pair["id"] + "a", pair["id"] + "b")
        for pair in pairs
        if pair["label"] == "same"
        and compare_captions(captions[pair["id"] + "a"], captions[pair["id"] + "b"]).verdict
        is Verdict.SAME
    ]
    # Captions recur in the data: what counts is that twins end up in one cluster.
    group = {name: name for name in captions}

    def root(name: str) -> str:
        while group[name] != name:
            group[name] = group[group[name]]
            name = group[name]
        return name

    for a, b in proposed:
        group[root(a)] = root(b)
    found = sum(root(a) == root(b) for a, b in twins)
    assert found >= 0.99 * len(twins)
