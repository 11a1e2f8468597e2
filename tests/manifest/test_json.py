"""The manifest as JSON: exact both ways, described by its schema, closed to anything else."""

from __future__ import annotations

import json
import typing
from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass, replace
from enum import StrEnum
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from captiondedup import model
from captiondedup.errors import ManifestError
from captiondedup.manifest.build import SCHEMA_VERSION
from captiondedup.manifest.json import dump_manifest, load_manifest, read_schema
from captiondedup.model import Manifest

EMPTY = Manifest(SCHEMA_VERSION, (), (), (), (), ())


@pytest.fixture(scope="session")
def validate() -> Callable[[str], None]:
    schema = json.loads(read_schema())
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    return lambda text: validator.validate(json.loads(text))


def strategy_of(kind: Any) -> st.SearchStrategy[Any]:
    """Return a strategy for a type of the model: any text, any number that JSON can hold."""
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is tuple:
        if arguments[1:] == (Ellipsis,):
            return st.lists(strategy_of(arguments[0]), max_size=2).map(tuple)
        return st.tuples(*map(strategy_of, arguments))
    if arguments:
        return st.one_of(*(st.none() if a is type(None) else strategy_of(a) for a in arguments))
    if is_dataclass(kind):
        hints = typing.get_type_hints(kind)
        return st.builds(
            kind, **{each.name: strategy_of(hints[each.name]) for each in fields(kind)}
        )
    if issubclass(kind, StrEnum):
        return st.sampled_from(list(kind))
    plain: dict[type, st.SearchStrategy[Any]] = {
        bool: st.booleans(),
        int: st.integers(0, 2**40),
        float: st.floats(allow_nan=False, allow_infinity=False),
        str: st.text(st.characters(), max_size=8),
    }
    return plain[kind]


manifests = st.deferred(lambda: strategy_of(Manifest)).map(
    lambda found: replace(found, schema_version=SCHEMA_VERSION)
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(manifests)
def test_any_manifest_comes_back_exactly(manifest: Manifest) -> None:
    text = dump_manifest(manifest)
    assert load_manifest(text) == manifest
    assert dump_manifest(load_manifest(text)) == text
    assert load_manifest(text.encode("utf-8").decode("utf-8")) == manifest


def test_full_manifest_comes_back_and_keeps_its_schema(
    full_manifest: Manifest, validate: Callable[[str], None]
) -> None:
    text = dump_manifest(full_manifest)
    validate(text)
    assert load_manifest(text) == full_manifest
    assert "항구" in text


def test_empty_manifest_keeps_its_schema(validate: Callable[[str], None]) -> None:
    validate(dump_manifest(EMPTY))


def test_every_record_stands_on_a_line_of_its_own(full_manifest: Manifest) -> None:
    lines = dump_manifest(full_manifest).splitlines()
    records = [line for line in lines if line.startswith('{"')]
    counts = (full_manifest.sources, full_manifest.sightings, full_manifest.photos)
    counts += (full_manifest.pairs, full_manifest.problems, full_manifest.findings)
    assert len(records) == sum(map(len, counts))


def test_half_a_character_survives(validate: Callable[[str], None]) -> None:
    broken = replace(EMPTY, profile="\ud83d and \udcff")
    text = dump_manifest(broken)
    text.encode("utf-8")
    assert load_manifest(text) == broken
    validate(text)


def test_a_spread_out_manifest_is_read_as_well(full_manifest: Manifest) -> None:
    spread = json.dumps(json.loads(dump_manifest(full_manifest)), indent=4)
    assert load_manifest(spread) == full_manifest


# --- the schema and the model say the same -----------------------------------------------------

NOUNS = {
    noun.__name__: noun
    for noun in vars(model).values()
    if isinstance(noun, type) and noun.__module__ == model.__name__
}


def definition(name: str) -> dict[str, Any]:
    schema = json.loads(read_schema())
    found: dict[str, Any] = schema if name == "Manifest" else schema["$defs"][name]
    return found


@pytest.mark.parametrize("name", sorted({*json.loads(read_schema())["$defs"], "Manifest"}))
def test_schema_has_the_fields_and_values_of_the_model(name: str) -> None:
    found, noun = definition(name), NOUNS[name]
    assert found["description"]
    if issubclass(noun, StrEnum):
        assert found["enum"] == [value.value for value in noun]
        return
    assert is_dataclass(noun)
    assert list(found["properties"]) == [each.name for each in fields(noun)]
    assert found["additionalProperties"] is False
    needed = [each.name for each in fields(noun) if name == "Manifest" or each.default is MISSING]
    assert found.get("required", []) == needed


def test_schema_names_the_version_that_is_written() -> None:
    assert definition("Manifest")["properties"]["schema_version"]["const"] == SCHEMA_VERSION
    assert SCHEMA_VERSION in json.loads(read_schema())["$id"]


# --- what is no manifest -----------------------------------------------------------------------


def broken(manifest: Manifest, change: Callable[[Any], None]) -> str:
    data = json.loads(dump_manifest(manifest))
    change(data)
    return json.dumps(data)


def test_wrong_places_are_named(full_manifest: Manifest, validate: Callable[[str], None]) -> None:
    def no_role(data: Any) -> None:
        data["photos"][0]["credits"][1]["role"] = "boss"

    def no_evidence(data: Any) -> None:
        del data["photos"][0]["restrictions"][0]["evidence"]

    def extra(data: Any) -> None:
        data["photos"][0]["price"] = 3

    def span(data: Any) -> None:
        data["photos"][0]["credits"][0]["evidence"]["span"] = [1]

    def flag(data: Any) -> None:
        data["pairs"][1]["comparison"]["alignment"]["mirrored"] = 1

    def number(data: Any) -> None:
        data["sources"][0]["size"] = True

    def array(data: Any) -> None:
        data["findings"] = {}

    def null(data: Any) -> None:
        data["photos"][0] = None

    expected = {
        no_role: "manifest.photos[0].credits[1].role: must be one of",
        no_evidence: "manifest.photos[0].restrictions[0]: a Restriction needs evidence",
        extra: "manifest.photos[0]: unknown key 'price'",
        span: "manifest.photos[0].credits[0].evidence.span: must be an array of 2",
        flag: "manifest.pairs[1].comparison.alignment.mirrored: must be a true or false",
        number: "manifest.sources[0].size: must be a whole number",
        array: "manifest.findings: must be an array",
        null: "manifest.photos[0]: must be an object (Photo)",
    }
    for change, message in expected.items():
        text = broken(full_manifest, change)
        with pytest.raises(ManifestError) as caught:
            load_manifest(text)
        assert message in str(caught.value)
        # The schema is as strict as the reader.
        with pytest.raises(jsonschema.ValidationError):
            validate(text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no valid JSON"),
        ("{", "no valid JSON"),
        ("[" * 100_000, "no valid JSON"),
        ("[]", "no schema_version"),
        ('{"photos": []}', "no schema_version"),
        ('{"schema_version": "9.0"}', "schema_version '9.0' cannot be read"),
        ('{"schema_version": "1.0"}', "a Manifest needs pairs, photos"),
        ('{"schema_version": "1.0", "pairs": [NaN]}', "NaN is no JSON number"),
    ],
)
def test_what_is_no_manifest_is_refused(text: str, message: str) -> None:
    with pytest.raises(ManifestError) as caught:
        load_manifest(text)
    assert message in str(caught.value)


def test_a_score_that_is_no_number_is_not_written(full_manifest: Manifest) -> None:
    pair = full_manifest.pairs[1]
    assert pair.comparison is not None
    wrong = replace(pair, comparison=replace(pair.comparison, score=float("nan")))
    with pytest.raises(ManifestError, match="cannot be written as JSON"):
        dump_manifest(replace(full_manifest, pairs=(wrong,)))
