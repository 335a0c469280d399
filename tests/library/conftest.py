import pytest
import yaml

from tests.library.library_files import ENROLMENT, RATIO, template


@pytest.fixture
def library(tmp_path, settings):
    """A folder of library files; `library(metrics, *templates)` writes them anew."""
    settings.FIXTURES_ROOT = tmp_path
    folder = tmp_path / "library"
    (folder / "templates").mkdir(parents=True)

    def write(metrics, *templates):
        for path in folder.glob("templates/*.yaml"):
            path.unlink()
        (folder / "metrics.yaml").write_text(yaml.safe_dump(metrics, allow_unicode=True))
        for data in templates:
            text = (
                data if isinstance(data, str) else yaml.safe_dump(data, allow_unicode=True, sort_keys=False)
            )
            (folder / "templates" / "annual.yaml").write_text(text)

    write([ENROLMENT, RATIO], template())
    return write
