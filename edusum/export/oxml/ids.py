"""Ids of the styles: the reference package defines them, the body names them."""

TITLE = "Title"
SALUTATION = "OfficialSalutation"
BODY = "OfficialBody"
HEADINGS = ("Heading1", "Heading2", "Heading3", "Heading4")
RUN_IN_HEADINGS = ("Heading1Char", "Heading2Char", "Heading3Char", "Heading4Char")
GAP = "OfficialGap"
TABLE = "OfficialTable"
TABLE_CAPTION = "OfficialTableCaption"
TABLE_HEAD = "OfficialTableHead"
TABLE_TEXT = "OfficialTableText"
TABLE_NOTE = "OfficialTableNote"
SIGN_OFF_NAME = "OfficialSignOffName"
SIGN_OFF_DATE = "OfficialSignOffDate"
FOOTER = "Footer"
