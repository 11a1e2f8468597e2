from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from captiondedup.duplicates.clusters import join_clusters
from captiondedup.model import CandidatePair, Cluster, Comparison, PairKind, Verdict

VERDICTS = {
    "=": Verdict.SAME,
    "x": Verdict.DIFFERENT,
    "?": Verdict.UNSURE,
    "-": Verdict.UNRELATED,
}


def pair(text: str, score: float = 90.0, kind: PairKind = PairKind.IMAGE) -> CandidatePair:
    """``a=b`` same, ``axb`` different, ``a?b`` unsure, ``a-b`` unrelated; score after a blank."""
    pair_, *given_score = text.split()
    score = float(given_score[0]) if given_score else score
    comparison = Comparison(VERDICTS[pair_[1]], score, "for a test", "test")
    return CandidatePair(kind, pair_[0], pair_[2], comparison)


def members(clusters: tuple[Cluster, ...]) -> str:
    return " ".join("".join(cluster.members) for cluster in clusters)


@pytest.mark.parametrize(
    ("ids", "pairs", "expected"),
    [
        # Nothing compared: everybody alone.
        ("abc", "", "a b c"),
        # A crop and a recompressed copy of one original, never compared with each other.
        ("abc", "a=b,a=c", "abc"),
        # A chain of copies is one photograph.
        ("abcd", "a=b,b=c,c=d", "abcd"),
        # Doubt does not join.
        ("ab", "a?b", "a b"),
        # The other frame stays out.
        ("abc", "a=b,axc", "ab c"),
        # A screenshot called same as two frames that differ: the better link holds.
        ("abs", "a=s 99,b=s 80,axb", "as b"),
        # One wrong link between two photographs whose copies disagree chains nothing.
        ("abcdef", "a=b,b=c,d=e,e=f,c=d 70,axd,axe,bxf", "abc def"),
        # A single denial against many agreements does not tear a photograph apart.
        ("abcd", "a=b 99,c=d 98,a=c 97,b=c 96,b=d 95,axd", "abcd"),
        # A pair with an id that nobody knows is left out.
        ("ab", "a=z,a=b", "ab"),
    ],
)
def test_joined_by_same_only(ids: str, pairs: str, expected: str) -> None:
    judged = [pair(text) for text in pairs.split(",") if text]
    assert members(join_clusters(ids, judged)) == expected


def test_refused_link_is_reported_with_both_photographs() -> None:
    clusters = join_clusters("abs", [pair("a=s 99"), pair("b=s 80"), pair("axb")])
    assert clusters == (Cluster(("a", "s"), (("b", "s"),)), Cluster(("b",), (("b", "s"),)))


def test_contradiction_inside_a_photograph_is_reported() -> None:
    judged = [pair(text) for text in ("a=b 99", "c=d 98", "a=c 97", "b=c 96", "b=d 95", "axd")]
    assert join_clusters("abcd", judged) == (Cluster(("a", "b", "c", "d"), (("a", "d"),)),)


def test_equal_captions_do_not_join_different_pictures() -> None:
    # Agencies print one caption under every frame of an event.
    for verdict in ("axb", "a-b"):
        judged = [pair(verdict), pair("a=b 100", kind=PairKind.CAPTION)]
        assert members(join_clusters("ab", judged)) == "a b"


def test_one_picture_with_two_captions_is_joined_and_reported() -> None:
    judged = [pair("a=b"), pair("axb", kind=PairKind.CAPTION)]
    assert join_clusters("ab", judged) == (Cluster(("a", "b"), (("a", "b"),)),)


def test_unsure_picture_leaves_the_decision_to_the_captions() -> None:
    assert members(join_clusters("ab", [pair("a?b"), pair("a=b", kind=PairKind.CAPTION)])) == "ab"


def test_pair_not_compared_yet_does_not_join() -> None:
    assert members(join_clusters("ab", [CandidatePair(PairKind.IMAGE, "a", "b")])) == "a b"


def test_any_order_gives_the_same_clusters() -> None:
    judged = [pair(text) for text in ("a=b 90", "b=c 90", "c=d 90", "axd", "bxd")]
    results = {
        join_clusters(ids, order) for ids in ("abcd", "dcba") for order in permutations(judged)
    }
    assert len(results) == 1


LINKS = st.lists(
    st.tuples(st.sampled_from("abcdef"), st.sampled_from("=x?-"), st.sampled_from("abcdef")),
    max_size=14,
)


@given(LINKS, st.randoms(use_true_random=False))
def test_every_id_is_in_one_cluster_whatever_the_verdicts(links, random) -> None:  # type: ignore[no-untyped-def]
    judged = [pair("".join(link), score=80 + n) for n, link in enumerate(links)]
    clusters = join_clusters("abcdef", judged)
    assert sorted("".join("".join(cluster.members) for cluster in clusters)) == list("abcdef")
    random.shuffle(judged)
    assert join_clusters("fedcba", judged) == clusters
