import stat

import pytest
from django.core.exceptions import ImproperlyConfigured

from edusum.config.env import KNOWN, read_environment

KEY = "k" * 32


@pytest.fixture
def read(tmp_path):
    """Reads the given variables over an empty data folder."""
    return lambda **variables: read_environment({"EDUSUM_DATA_DIR": str(tmp_path), **variables})


def test_an_empty_environment_is_a_closed_site_on_this_machine_with_sqlite(read, tmp_path):
    env = read()
    assert (env.debug, env.https, env.trusted_origins) == (False, False, [])
    assert env.allowed_hosts == ["localhost", "127.0.0.1", "[::1]"]
    assert (env.database["ENGINE"], env.database["NAME"]) == (
        "django.db.backends.sqlite3",
        tmp_path / "edusum.sqlite3",
    )


def test_every_setting_can_be_said(read, tmp_path):
    env = read(
        EDUSUM_DEBUG="1",
        EDUSUM_SECRET_KEY=KEY,
        EDUSUM_ALLOWED_HOSTS="edu.example, 10.0.0.8,[::1]",
        EDUSUM_TRUSTED_ORIGINS="https://edu.example,http://10.0.0.8:8000",
        EDUSUM_HTTPS="1",
    )
    assert (env.debug, env.https, env.secret_key, env.data_dir) == (True, True, KEY, tmp_path)
    assert env.allowed_hosts == ["edu.example", "10.0.0.8", "[::1]"]
    assert env.trusted_origins == ["https://edu.example", "http://10.0.0.8:8000"]


def test_database_url_switches_to_postgresql(read):
    database = read(DATABASE_URL="postgres://writer:s%40fe@db.example:5433/edusum").database
    kept = {name: database[name] for name in ("ENGINE", "USER", "PASSWORD", "HOST", "PORT", "NAME")}
    assert kept == {
        "ENGINE": "django.db.backends.postgresql",
        "USER": "writer",
        "PASSWORD": "s@fe",
        "HOST": "db.example",
        "PORT": 5433,
        "NAME": "edusum",
    }


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("EDUSUM_DEBUG", "yes", "EDUSUM_DEBUG must be 0 or 1, not 'yes'."),
        ("EDUSUM_DEBUG", "", "EDUSUM_DEBUG must be 0 or 1, not ''."),
        ("EDUSUM_HTTPS", "on", "EDUSUM_HTTPS must be 0 or 1, not 'on'."),
        ("EDUSUM_DATA_DIR", "var", "EDUSUM_DATA_DIR must be an absolute path, not 'var'."),
        ("EDUSUM_SECRET_KEY", "short", "EDUSUM_SECRET_KEY must have at least 32 characters."),
        (
            "EDUSUM_ALLOWED_HOSTS",
            "http://edu.example",
            "EDUSUM_ALLOWED_HOSTS must be host names without ports, separated by commas, "
            "not 'http://edu.example'.",
        ),
        (
            "EDUSUM_ALLOWED_HOSTS",
            " , ",
            "EDUSUM_ALLOWED_HOSTS must be host names without ports, separated by commas, not ' , '.",
        ),
        (
            "EDUSUM_ALLOWED_HOSTS",
            "edu.example:8000",
            "EDUSUM_ALLOWED_HOSTS must be host names without ports, separated by commas, "
            "not 'edu.example:8000'.",
        ),
        (
            "EDUSUM_TRUSTED_ORIGINS",
            "edu.example",
            "EDUSUM_TRUSTED_ORIGINS must hold origins like https://edu.example, not 'edu.example'.",
        ),
        (
            "EDUSUM_SOFFICE",
            "/nowhere/soffice",
            "EDUSUM_SOFFICE must be a program that can be run, not '/nowhere/soffice'.",
        ),
        ("DATABASE_URL", "mysql://u:p@h/n", "DATABASE_URL must begin with postgres://, not 'mysql:'."),
        (
            "DATABASE_URL",
            "postgres://u:p@h:port/n",
            "DATABASE_URL must look like postgres://user:password@host:5432/name.",
        ),
        (
            "DATABASE_URL",
            "postgres://u:p@h:5432/",
            "DATABASE_URL must name the database, as in postgres://user:password@host:5432/name.",
        ),
    ],
)
def test_nonsense_is_refused_and_the_variable_named(read, name, value, sentence):
    with pytest.raises(ImproperlyConfigured) as refusal:
        read(**{name: value})
    assert str(refusal.value) == sentence


def test_libreoffice_is_found_named_or_switched_off(read, tmp_path, monkeypatch):
    office = tmp_path / "soffice"
    office.touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert read().soffice == str(office)
    assert read(EDUSUM_SOFFICE="").soffice == ""
    assert read(EDUSUM_SOFFICE=str(office)).soffice == str(office)
    office.unlink()
    assert read().soffice == ""


def test_a_password_in_a_refused_database_url_is_not_told(read):
    with pytest.raises(ImproperlyConfigured) as refusal:
        read(DATABASE_URL="mysql://root:secret-word@host/name")
    assert "secret-word" not in str(refusal.value)


def test_a_misspelt_variable_is_refused_and_the_known_ones_are_told(read):
    with pytest.raises(ImproperlyConfigured) as refusal:
        read(EDUSUM_DEBG="1")
    assert str(refusal.value) == f"EDUSUM_DEBG is not a setting of EduSum; known are {', '.join(KNOWN)}."


def test_the_secret_key_is_made_once_and_only_its_owner_may_read_it(read, tmp_path):
    key = read().secret_key
    assert len(key) >= 50
    assert read().secret_key == key
    kept = tmp_path / "secret-key"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret-key"]


def test_a_given_secret_key_is_not_written_down(read, tmp_path):
    assert read(EDUSUM_SECRET_KEY=KEY).secret_key == KEY
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_secret_key_is_refused(read, tmp_path):
    kept = tmp_path / "secret-key"
    kept.write_text("")
    with pytest.raises(ImproperlyConfigured) as refusal:
        read()
    assert str(refusal.value) == f"EDUSUM_SECRET_KEY: the key kept in {kept} is damaged; delete that file."


def test_a_data_folder_that_cannot_be_made_is_refused(tmp_path):
    (tmp_path / "file").write_text("")
    below = tmp_path / "file" / "data"
    with pytest.raises(ImproperlyConfigured) as refusal:
        read_environment({"EDUSUM_DATA_DIR": str(below)})
    assert str(refusal.value) == f"EDUSUM_DATA_DIR: no folder can be made at '{below}'."
