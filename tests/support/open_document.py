"""OpenDocument sheets written for one test."""

from __future__ import annotations

import zipfile
from pathlib import Path

_SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"'
    for short in ("office", "table", "text", "style")
)
_CALC = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
KIND = "application/vnd.oasis.opendocument.spreadsheet"


def text(shown: str, more: str = "") -> str:
    """A cell of text; ``more`` are further attributes."""
    return f'<table:table-cell office:value-type="string" {more}><text:p>{shown}</text:p></table:table-cell>'


def number(value: str, shown: str) -> str:
    """A cell of a number as it is kept and as it is shown."""
    return f'<table:table-cell office:value-type="float" office:value="{value}"><text:p>{shown}</text:p></table:table-cell>'


def day(value: str, shown: str) -> str:
    """A cell of a date as it is kept and as it is shown."""
    return f'<table:table-cell office:value-type="date" office:date-value="{value}"><text:p>{shown}</text:p></table:table-cell>'


EMPTY, COVERED = "<table:table-cell/>", "<table:covered-table-cell/>"


def row(*cells: str, repeated: int = 1) -> str:
    """A row of cells."""
    return f'<table:table-row table:number-rows-repeated="{repeated}">{"".join(cells)}</table:table-row>'


def sheet(name: str, *rows: str, hidden: bool = False) -> str:
    """A sheet of rows."""
    style = ' table:style-name="hidden"' if hidden else ""
    return f'<table:table table:name="{name}"{style}>{"".join(rows)}</table:table>'


def workbook(path: Path, *sheets: str, before: str = "", manifest: str = "<m/>") -> Path:
    """Write the sheets; ``before`` comes ahead of the root element."""
    styles = '<style:style style:name="hidden" style:family="table"><style:table-properties table:display="false"/></style:style>'
    content = (
        f'<?xml version="1.0"?>{before}<office:document-content {_SPACES} {_CALC}>'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{''.join(sheets)}</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", KIND)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return path
