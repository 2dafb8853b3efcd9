"""Rows of Word tables as every paper of ours wants them: a heading on each page, no row broken over two."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docx.table import _Row


def repeat_heading(row: _Row) -> None:
    """Print this row again at the top of every page the table reaches."""
    _add_property(row, "w:tblHeader")


def keep_whole(row: _Row) -> None:
    """Never break this row over two pages."""
    _add_property(row, "w:cantSplit")


def _add_property(row: _Row, name: str) -> None:
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement(name))
