"""Figures by spreadsheet: a pre-filled workbook out, that or any table in, as a preview to confirm."""
