import pytest
from django.core.exceptions import ImproperlyConfigured

from edusum.config.mail import Mail, read_mail


def test_no_address_is_no_mail():
    mail = read_mail("")
    assert (mail, mail.is_on, mail.backend) == (Mail(), False, "django.core.mail.backends.dummy.EmailBackend")


@pytest.mark.parametrize(
    ("url", "mail"),
    [
        ("smtp://mail.example/?from=a@b.cn", Mail("mail.example", 25, sender="a@b.cn")),
        (
            "smtp+tls://u%40x:p%2Fw@mail.example/?from=a@b.cn",
            Mail("mail.example", 587, "u@x", "p/w", starts_tls=True, sender="a@b.cn"),
        ),
        ("smtps://mail.example:4650?from=a@b.cn", Mail("mail.example", 4650, is_tls=True, sender="a@b.cn")),
    ],
)
def test_an_address_is_read(url, mail):
    assert read_mail(url) == mail


@pytest.mark.parametrize(
    "url",
    [
        "mail.example",
        "http://u:secret@mail.example/?from=a@b.cn",
        "smtp:///?from=a@b.cn",
        "smtp://u:secret@mail.example/",
        "smtp://u:secret@mail.example/?from=nobody",
        "smtp://u:secret@mail.example:port/?from=a@b.cn",
        "smtp://u:secret@mail.example/?from=a@b.cn,c@d.cn",
    ],
)
def test_nonsense_is_refused_by_the_name_of_the_variable_and_without_the_password(url):
    with pytest.raises(ImproperlyConfigured, match="EDUSUM_EMAIL_URL") as refused:
        read_mail(url)
    assert "secret" not in str(refused.value)
