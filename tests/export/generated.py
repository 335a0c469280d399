"""Any number of houses, to print any number of documents in."""

from hypothesis import strategies as st

from edusum.document.house import House

fonts = st.sampled_from(("仿宋", "仿宋_GB2312", "楷体", "方正小标宋简体", 'A "B" & <C>'))
houses = st.builds(
    House,
    line_pitch=st.sampled_from((28, 28.95, 29)),
    bold_levels=st.sampled_from(((), (2,), (3,), (2, 3))),
    latin_font=st.sampled_from(("", "Times New Roman")),
    dot=st.sampled_from((".", "．")),
    page_number=st.sampled_from(("outer", "center")),
    page_number_dashes=st.sampled_from(("spaced", "tight")),
    is_mirrored=st.booleans(),
    sign_off=st.sampled_from(("plain", "seal")),
    lead_words=st.sampled_from(("", "bold", "kai")),
    title_font=fonts,
    body_font=fonts,
    body_fallback=fonts,
)
