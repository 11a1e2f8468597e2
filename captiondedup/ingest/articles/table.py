"""Photos of caption tables: one picture a row, columns known by their usual names."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from captiondedup.ingest.articles.photo import Said, numbered, sight
from captiondedup.ingest.articles.reading import ArticleReading
from captiondedup.model import FieldKind, Place, Problem, Sighting
from captiondedup.vocabulary.furniture import table_columns

#: Rows of one table, and characters of its header, that are read; a cell over the limit of the
#: csv module (131,072 characters) ends the table with a Problem.
MAX_ROWS = 100_000
MAX_HEADER = 100_000

_KINDS = (
    ("caption", FieldKind.CAPTION),
    ("credit", FieldKind.CREDIT),
    ("rights", FieldKind.RIGHTS),
    ("alt", FieldKind.ALT),
    ("title", FieldKind.TITLE),
)


def looks_like_table(text: str) -> bool:
    r"""Return whether the first line of a text names the columns of a caption table.

    A file name and a caption, credit or rights column are needed.

    >>> looks_like_table("Filename,Caption,Credit\n1.jpg,A tug,Baltwire")
    True
    >>> looks_like_table("date,amount\n2031-10-04,12")
    False
    """
    columns = _columns(_header(text.lstrip("\ufeff").split("\n", 1)[0]))
    return (
        "file" in columns.values()
        and len(set(columns.values()) & {"caption", "credit", "rights"}) > 0
    )


def read_table(text: str, source: str) -> ArticleReading:
    """Return one sighting for each row that names a picture or holds a caption."""
    text = text.lstrip("\ufeff")
    first = text.split("\n", 1)[0]
    columns = _columns(_header(first))
    rows = csv.reader(io.StringIO(text), delimiter=_delimiter(first), strict=False)
    sightings: list[Sighting] = []
    problems: list[Problem] = []
    try:
        header = next(rows, [])
        for row in rows:
            sightings.extend(_row(row, header, columns, rows.line_num, source))
            if len(sightings) >= MAX_ROWS:
                problems.append(_problem(f"Only the first {MAX_ROWS} rows were read.", source))
                break
    except csv.Error as error:
        problems.append(_problem(f"The table ends in an unreadable row: {error}.", source))
    return ArticleReading(sightings=numbered(sightings, source), problems=tuple(problems))


def _delimiter(line: str) -> str:
    return max("\t;,|", key=lambda mark: (line.count(mark), mark == ","))


def _header(line: str) -> list[str]:
    return next(csv.reader([line[:MAX_HEADER]], delimiter=_delimiter(line)), [])


def _columns(header: Sequence[str]) -> dict[int, str]:
    """Return what each column holds, by its number."""
    known = table_columns()
    found: dict[int, str] = {}
    for number, name in enumerate(header):
        folded = "".join(letter for letter in name.casefold() if letter.isalnum())
        if folded in known:
            found[number] = known[folded]
    return found


def _row(
    row: Sequence[str], header: Sequence[str], columns: dict[int, str], line: int, source: str
) -> Iterator[Sighting]:
    cells = {number: cell.strip() for number, cell in enumerate(row) if number in columns}
    files = [cells[number] for number in cells if columns[number] == "file"]
    texts = [
        Said(kind, header[number], cell)
        for name, kind in _KINDS
        for number, cell in cells.items()
        if columns[number] == name and cell
    ]
    if texts or any(files):
        yield sight(Place(source=source, field="row", line=line), files, texts, "table-row")


def _problem(message: str, source: str) -> Problem:
    remedy = "Export the table again, or split it."
    return Problem("truncated", message, remedy, Place(source=source, field="file"))
