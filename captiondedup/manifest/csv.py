"""Tables as CSV files that a spreadsheet opens without running anything in them.

A spreadsheet takes a cell that begins with ``=``, ``+``, ``-`` or ``@`` for a formula, and captions
come from strangers. Such a cell gets an apostrophe in front; so does a cell that already begins
with apostrophes before such a character. Hence removing one apostrophe from every cell that has one
or more of them before such a character gives the text back exactly: :func:`restore_cell`.
Source: OWASP, "CSV Injection": characters ``= + - @``, tab, carriage return, line feed and their
full-width forms; every cell is quoted, so that no separator in a text starts a new cell.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable

from captiondedup.manifest.tables import TableRows

#: What may stand in front of a spreadsheet: it says that the bytes are UTF-8.
BYTE_ORDER_MARK = "\ufeff"

_TRIGGER = r"[\s\x00-\x1f]*[=+\-@\uff1d\uff0b\uff0d\uff20\u2212]|[\t\r\n]"
_DANGEROUS = re.compile(f"'*(?:{_TRIGGER})")
_NEUTRALISED = re.compile(f"'+(?:{_TRIGGER})")


def neutralise_cell(text: str) -> str:
    """Return the text as a spreadsheet shows it and does not run it.

    >>> neutralise_cell("=1+1"), neutralise_cell("'=1+1"), neutralise_cell("Pier, 6 p.m.")
    ("'=1+1", "''=1+1", 'Pier, 6 p.m.')
    """
    return f"'{text}" if _DANGEROUS.match(text) else text


def restore_cell(cell: str) -> str:
    """Return the text of a cell that :func:`neutralise_cell` made.

    >>> restore_cell("'=1+1"), restore_cell("'tis the pier")
    ('=1+1', "'tis the pier")
    """
    return cell[1:] if _NEUTRALISED.match(cell) else cell


def write_csv(table: TableRows, *, bom: bool = False, delimiter: str = ",") -> str:
    r"""Return a table as CSV text: every cell quoted, lines ended by CR LF (RFC 4180).

    ``bom`` puts a byte order mark in front, which Excel needs to read UTF-8.

    >>> write_csv(TableRows(("Name",), (("=x",),)))
    '"Name"\r\n"\'=x"\r\n'
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(map(neutralise_cell, table.header))
    writer.writerows(_neutral(table.rows))
    return (BYTE_ORDER_MARK if bom else "") + buffer.getvalue()


def read_csv(text: str, *, delimiter: str = ",") -> TableRows:
    """Return the table that :func:`write_csv` wrote, its texts exactly as they were."""
    reader = csv.reader(
        io.StringIO(text.removeprefix(BYTE_ORDER_MARK), newline=""), delimiter=delimiter
    )
    rows = [tuple(map(restore_cell, row)) for row in reader]
    return TableRows(rows[0], tuple(rows[1:])) if rows else TableRows((), ())


def _neutral(rows: Iterable[tuple[str, ...]]) -> Iterable[tuple[str, ...]]:
    return (tuple(map(neutralise_cell, row)) for row in rows)
