"""Groups of sightings that show one photograph, from the verdicts on pairs of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from captiondedup.model import CandidatePair, Cluster, Comparison, PairKind, Verdict

Pair = tuple[str, str]
Neighbours = Mapping[str, set[str]]


def join_clusters(ids: Iterable[str], pairs: Iterable[CandidatePair]) -> tuple[Cluster, ...]:
    """Every id in exactly one :class:`Cluster`, sorted by first member; any order of input.

    Links are ``same`` verdicts, taken strongest first, images before captions. A link is refused
    when the two groups that it would join contradict each other at least as often as they agree,
    so one wrong link never chains two photographs. ``weak`` lists, as ``(a, b)`` with ``a < b``,
    the pairs inside the cluster that a ``different`` verdict contradicts, and the links to other
    clusters that were refused.

    Where pictures were compared, their verdict decides: ``different`` or ``unrelated`` pictures
    are not joined by equal captions; two captions that differ under one picture are joined and
    listed as weak. Pairs with an unknown id or without a comparison do not count.

    >>> from captiondedup.model import Comparison, PairKind
    >>> same = Comparison(Verdict.SAME, 99, "equal", "r")
    >>> join_clusters("abc", [CandidatePair(PairKind.IMAGE, "a", "b", same)])
    (Cluster(members=('a', 'b'), weak=()), Cluster(members=('c',), weak=()))
    """
    groups = {name: {name} for name in ids}
    judged = _by_pair(groups, pairs)
    links, denied, doubted = _sort_verdicts(judged)
    agreed: dict[str, set[str]] = defaultdict(set)
    for a, b in links:
        agreed[a].add(b)
        agreed[b].add(a)
    weak = set(doubted)
    for a, b in links:
        one, two = sorted((groups[a], groups[b]), key=len)
        if one is two:
            continue
        against = _count_between(one, two, denied)
        if against and against >= _count_between(one, two, agreed):
            weak.add((a, b))
            continue
        two |= one
        for name in one:
            groups[name] = two
    return _as_clusters(groups, weak, denied)


def _by_pair(
    known: Mapping[str, object], pairs: Iterable[CandidatePair]
) -> dict[Pair, dict[PairKind, list[Comparison]]]:
    judged: dict[Pair, dict[PairKind, list[Comparison]]] = {}
    for pair in pairs:
        if pair.comparison and pair.a != pair.b and pair.a in known and pair.b in known:
            key = (min(pair.a, pair.b), max(pair.a, pair.b))
            judged.setdefault(key, {}).setdefault(pair.kind, []).append(pair.comparison)
    return judged


def _sort_verdicts(
    judged: Mapping[Pair, Mapping[PairKind, list[Comparison]]],
) -> tuple[list[Pair], dict[str, set[str]], set[Pair]]:
    """Links strongest first, who is denied to whom, and links that a caption contradicts."""
    links: list[tuple[tuple[float, ...], Pair]] = []
    denied: dict[str, set[str]] = defaultdict(set)
    doubted: set[Pair] = set()
    for pair, found in judged.items():
        images = {each.verdict for each in found.get(PairKind.IMAGE, ())}
        captions = {each.verdict for each in found.get(PairKind.CAPTION, ())}
        if _denies(images, captions):
            denied[pair[0]].add(pair[1])
            denied[pair[1]].add(pair[0])
        elif Verdict.SAME in images | captions:
            links.append((_strength(found), pair))
            if Verdict.DIFFERENT in captions:
                doubted.add(pair)
    links.sort(key=lambda link: (tuple(-part for part in link[0]), link[1]))
    return [pair for _, pair in links], denied, doubted


def _denies(images: set[Verdict], captions: set[Verdict]) -> bool:
    """Whether the verdicts on one pair say that it shows two photographs."""
    if images & {Verdict.DIFFERENT, Verdict.UNRELATED}:
        return True
    return Verdict.SAME not in images and Verdict.DIFFERENT in captions


def _strength(found: Mapping[PairKind, list[Comparison]]) -> tuple[float, ...]:
    """How much a link is worth: images before captions, then score, then confidence."""
    return max(
        (float(kind is PairKind.IMAGE), each.score, each.confidence)
        for kind, comparisons in found.items()
        for each in comparisons
        if each.verdict is Verdict.SAME
    )


def _count_between(one: set[str], two: set[str], neighbours: Neighbours) -> int:
    """Pairs across two groups that are neighbours; ``one`` is the smaller group."""
    return sum(len(neighbours[name] & two) for name in one if name in neighbours)


def _as_clusters(
    groups: Mapping[str, set[str]], weak: set[Pair], denied: Neighbours
) -> tuple[Cluster, ...]:
    reported: dict[str, set[Pair]] = defaultdict(set)
    for a, b in weak:
        reported[min(groups[a])].add((a, b))
        reported[min(groups[b])].add((a, b))
    clusters = []
    for first, members in sorted({min(group): group for group in groups.values()}.items()):
        inside = {(a, b) for a in members for b in denied.get(a, set()) & members if a < b}
        clusters.append(Cluster(tuple(sorted(members)), tuple(sorted(inside | reported[first]))))
    return tuple(clusters)
