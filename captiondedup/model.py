"""Every noun of captiondedup: frozen values without input, output or behaviour beyond themselves.

Names follow the IPTC Photo Metadata Standard where it has one. Spans are ``[start, end)`` in
characters of the raw text, sizes are ``(width, height)`` in pixels, caption scores 0 to 100,
hash distances in bits of 64.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

Span = tuple[int, int]


class SourceKind(StrEnum):
    """What a file in a scanned folder is."""

    ARTICLE = "article"
    IMAGE = "image"
    SIDECAR = "sidecar"
    TABLE = "table"
    OTHER = "other"


class FieldKind(StrEnum):
    """What a text found by ingest is: decides how the caption parser reads it."""

    CAPTION = "caption"
    ALT = "alt"
    CREDIT = "credit"
    RIGHTS = "rights"
    TITLE = "title"


class CreditRole(StrEnum):
    """What a credited name did."""

    PHOTOGRAPHER = "photographer"
    AGENCY = "agency"
    PROVIDER = "provider"
    PUBLISHER = "publisher"
    PUBLICATION = "publication"
    COPYRIGHT_HOLDER = "copyright_holder"
    POOL = "pool"
    OTHER = "other"


class RestrictionCode(StrEnum):
    """One machine-checkable condition; parameters stand in :class:`Restriction`."""

    TERRITORY_ONLY = "territory_only"
    TERRITORY_EXCLUDED = "territory_excluded"
    NO_SALE = "no_sale"
    NO_REDISTRIBUTION = "no_redistribution"
    NO_ARCHIVE = "no_archive"
    EDITORIAL_ONLY = "editorial_only"
    NO_COMMERCIAL = "no_commercial"
    MEDIUM_ONLY = "medium_only"
    MEDIUM_EXCLUDED = "medium_excluded"
    OUTLET_ONLY = "outlet_only"
    OUTLET_EXCLUDED = "outlet_excluded"
    EMBARGO = "embargo"
    EXPIRY = "expiry"
    ONE_TIME_USE = "one_time_use"
    MANDATORY_CREDIT = "mandatory_credit"
    NO_ALTERATION = "no_alteration"
    CONTEXT_ONLY = "context_only"
    PERMISSION_REQUIRED = "permission_required"
    ALL_RIGHTS_RESERVED = "all_rights_reserved"
    PIXELATE_FACES = "pixelate_faces"
    NO_AI_TRAINING = "no_ai_training"
    NO_SEQUENCE = "no_sequence"
    DURATION_LIMIT = "duration_limit"
    LICENSE = "license"
    UNPARSED = "unparsed"


class NoticeCode(StrEnum):
    """A statement about the photograph that is no condition of its use."""

    HANDOUT = "handout"
    THIRD_PARTY_SUPPLIED = "third_party_supplied"
    UNVERIFIED = "unverified"
    SCREENSHOT = "screenshot"
    FILE_PHOTO = "file_photo"
    COURTESY = "courtesy"
    POOL = "pool"
    DIGITALLY_ALTERED = "digitally_altered"
    MINORS = "minors"
    SYMBOL_IMAGE = "symbol_image"
    ILLUSTRATION = "illustration"
    AI_GENERATED = "ai_generated"
    TOP_PICK = "top_pick"
    STORY_REFERENCE = "story_reference"
    SERVICE_TO_CLIENTS = "service_to_clients"
    SERVICE_TAG = "service_tag"
    LICENSE_TERMS = "license_terms"
    SEE_RESTRICTIONS = "see_restrictions"
    RIGHTS_WORLDWIDE = "rights_worldwide"
    GRAPHIC_CONTENT = "graphic_content"
    EDITORS_NOTE = "editors_note"
    NOT_RELEASED = "not_released"


class Verdict(StrEnum):
    """Outcome of comparing two captions or two images."""

    SAME = "same"
    DIFFERENT = "different"
    UNRELATED = "unrelated"
    UNSURE = "unsure"


class Decision(StrEnum):
    """What the desk may do with a photo, from the mildest to the gravest."""

    CLEAR = "clear"
    REVIEW = "review"
    BLOCKED = "blocked"

    @property
    def severity(self) -> int:
        """The place in that order: 0 for clear, 2 for blocked."""
        return _SEVERITIES[self]


_SEVERITIES = {decision: place for place, decision in enumerate(Decision)}


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file as found.

    ``path`` is relative to the scan root, with forward slashes; ``size`` is in bytes,
    ``sha256`` in lower-case hexadecimal (empty when the file could not be read).
    """

    path: str
    kind: SourceKind
    size: int
    sha256: str
    media_type: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text stands: file, field, and the line (1-based) or DOM/metadata path in it.

    ``field`` is a name a desk knows: ``figcaption``, ``alt``, ``paragraph``, ``IIM 2:120``,
    ``dc:description``.
    """

    source: str = ""
    field: str = "text"
    line: int | None = None
    path: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """The raw words a statement was read from, and where they stand.

    ``span`` is ``[start, end)`` in characters of the raw text of the field at ``place``, and
    ``text`` is exactly that slice.
    """

    place: Place
    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Credit:
    """A credited name as printed, its role, and the canonical agency name where one is known."""

    role: CreditRole
    name: str
    evidence: Evidence
    canonical: str | None = None


@dataclass(frozen=True, slots=True)
class Restriction:
    """One condition of use.

    Only the parameters that its code takes are set. ``countries`` are ISO 3166-1 alpha-2 (or
    ISO 3166-2 for a part of a country), ``regions`` ids of the territory table, ``date`` an ISO
    8601 date or date-time as far as the wording is exact, ``hours`` and ``seconds`` durations,
    ``exceptions`` what the wording allows all the same. ``uncertain`` is set when a parameter is
    read from an ambiguous name. ``rule`` is the id of the vocabulary entry that read it.
    """

    code: RestrictionCode
    evidence: Evidence
    countries: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    media: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    date: str | None = None
    hours: int | None = None
    seconds: int | None = None
    credit: str | None = None
    context: str | None = None
    license: str | None = None
    count: int | None = None
    exceptions: tuple[str, ...] = ()
    uncertain: bool = False
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """A statement that is no condition: handout, file photo, digitally altered."""

    code: NoticeCode
    evidence: Evidence
    rule: str = ""


@dataclass(frozen=True, slots=True)
class FoundText:
    """A raw text that ingest found at a place, before anybody read rights out of it."""

    kind: FieldKind
    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Caption:
    """An IPTC Description (or a rights field) as printed, and what was read out of it.

    ``description`` is the text without credits, restrictions and detached notices, white space
    folded. ``credits`` keep the order of the chain; ``credit_lines`` are the passages that they
    were read from, as printed, with their marks ("Photo: Jo Hart/AP"). ``license`` is an SPDX id.
    """

    kind: FieldKind
    raw: str
    description: str
    place: Place = Place()
    credits: tuple[Credit, ...] = ()
    restrictions: tuple[Restriction, ...] = ()
    notices: tuple[Notice, ...] = ()
    license: str | None = None
    language: str | None = None
    credit_lines: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class ImageReference:
    """How an article names an image: as written, other renditions, and the file it was linked to.

    ``file`` is a :class:`SourceFile` path, or None when nothing in the folder answers to it.
    """

    reference: str
    alternates: tuple[str, ...] = ()
    file: str | None = None


class SightingRole(StrEnum):
    """How a sighting stands: lead or inline photo of an article, a gallery picture, a file."""

    LEAD = "lead"
    INLINE = "inline"
    GALLERY = "gallery"
    POSSIBLE = "possible"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Sighting:
    """One appearance of a photograph: an image reference and/or texts at one place, or a file.

    ``id`` is ``path#n`` for the n-th photo of an article and the path for an image file.
    ``texts`` are as ingest found them, ``captions`` what rights made of them (same order).
    ``rule`` names the ingest rule that found it.
    """

    id: str
    source: str
    place: Place
    role: SightingRole
    image: ImageReference | None = None
    texts: tuple[FoundText, ...] = ()
    captions: tuple[Caption, ...] = ()
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that could not be read or linked: what, where, and what to do about it.

    ``code`` is stable: ``unreadable``, ``truncated``, ``empty``, ``not_an_image``, ``too_large``,
    ``metadata_unreadable``, ``unlinked``, ``encoding``.
    """

    code: str
    message: str
    remedy: str
    place: Place


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What is kept of one image file to compare it by: hashes, local features, a grey thumbnail.

    ``phash`` and ``phash_mirrored`` are 64-bit perceptual hashes as 16 hexadecimal digits;
    ``features`` and ``thumbnail`` are byte strings whose layout ``algorithm`` names with its
    version; ``size`` is the upright size of the full picture in pixels.
    """

    algorithm: str
    phash: str
    phash_mirrored: str
    size: tuple[int, int]
    features: bytes = b""
    thumbnail: bytes = b""


@dataclass(frozen=True, slots=True)
class Difference:
    """The two passages that decided a caption verdict; spans in the raw texts."""

    a: str
    b: str
    span_a: Span
    span_b: Span
    kind: str


@dataclass(frozen=True, slots=True)
class Alignment:
    """How picture B lies on picture A.

    ``crop`` is the rectangle ``(left, top, right, bottom)`` of B in fractions 0 to 1 of A (outside
    that range where B shows more than A); ``overlay`` the share of B covered by something that is
    not in A.
    """

    crop: tuple[float, float, float, float]
    mirrored: bool
    overlay: float
    larger: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Verdict on one pair, with the rule and the words or the picture region that decided.

    ``score`` is 0 to 100 (100: alike), ``confidence`` 0 to 1. ``contains`` is ``a`` or ``b`` when
    that side holds all of the other and more, else empty.
    """

    verdict: Verdict
    score: float
    reason: str
    rule: str
    confidence: float = 1.0
    contains: str = ""
    differences: tuple[Difference, ...] = ()
    alignment: Alignment | None = None


class PairKind(StrEnum):
    """What was compared."""

    IMAGE = "image"
    CAPTION = "caption"


@dataclass(frozen=True, slots=True)
class CandidatePair:
    """Two sightings worth comparing and, once compared, the outcome. ``a < b`` by id."""

    kind: PairKind
    a: str
    b: str
    comparison: Comparison | None = None


@dataclass(frozen=True, slots=True)
class Cluster:
    """Sighting ids joined by ``same`` verdicts, sorted; ``weak`` lists pairs that contradict it."""

    members: tuple[str, ...]
    weak: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Drift:
    """A restriction that some captions of the photo state and others lost."""

    restriction: Restriction
    missing_in: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Statements about one photo that cannot all hold; every side is kept."""

    code: str
    message: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Photo:
    """The distinct photograph: its sightings, reconciled credits and restrictions, and quarrels.

    ``id`` is stable for the same content; ``lead`` the path of the best image file, if any.
    """

    id: str
    description: str
    sightings: tuple[str, ...]
    files: tuple[str, ...]
    lead: str | None
    credits: tuple[Credit, ...] = ()
    restrictions: tuple[Restriction, ...] = ()
    notices: tuple[Notice, ...] = ()
    licenses: tuple[str, ...] = ()
    drifts: tuple[Drift, ...] = ()
    conflicts: tuple[Conflict, ...] = ()


class Severity(StrEnum):
    """How bad a finding is, apart from how sure."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something the desk must know: the rule, the words, the profile key, the remedy."""

    code: str
    decision: Decision
    severity: Severity
    message: str
    photo: str | None = None
    restriction: RestrictionCode | None = None
    profile: str = ""
    profile_key: str = ""
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Manifest:
    """The rights manifest: everything read, judged and decided in one scan."""

    schema_version: str
    sources: tuple[SourceFile, ...]
    sightings: tuple[Sighting, ...]
    photos: tuple[Photo, ...]
    pairs: tuple[CandidatePair, ...]
    problems: tuple[Problem, ...]
    findings: tuple[Finding, ...] = ()
    decisions: tuple[tuple[str, Decision], ...] = ()
    decision: Decision = Decision.CLEAR
    profile: str = ""
    checked_on: str | None = None
