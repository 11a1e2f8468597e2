"""What a public licence, named by its SPDX id, allows and asks.

Source: the licence elements of Creative Commons 1.0 to 4.0 (BY, NC, ND, SA) and the SPDX License
List, whose ids spell the elements out.
"""

from __future__ import annotations

from dataclasses import dataclass

#: SPDX ids (upper case) under which no right is reserved.
_PUBLIC_DOMAIN = frozenset({"CC0-1.0", "CC-PDM-1.0", "CC-PDDC", "PDDL-1.0", "PUBLIC-DOMAIN"})


@dataclass(frozen=True, slots=True)
class LicenseTerms:
    """The elements of a licence. ``known`` is False for an id that this table cannot read."""

    known: bool
    public_domain: bool = False
    attribution: bool = False
    non_commercial: bool = False
    no_derivatives: bool = False
    share_alike: bool = False


def license_terms(spdx_id: str) -> LicenseTerms:
    """Return what the licence with this SPDX id asks.

    >>> license_terms("CC-BY-NC-4.0").non_commercial
    True
    >>> license_terms("CC0-1.0").public_domain
    True
    >>> license_terms("LicenseRef-House-Terms").known
    False
    """
    name = spdx_id.upper()
    if name in _PUBLIC_DOMAIN:
        return LicenseTerms(known=True, public_domain=True)
    parts = name.split("-")
    if parts[:2] != ["CC", "BY"]:
        return LicenseTerms(known=False)
    return LicenseTerms(
        known=True,
        attribution=True,
        non_commercial="NC" in parts,
        no_derivatives="ND" in parts,
        share_alike="SA" in parts,
    )
