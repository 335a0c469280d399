import pytest
import yaml

from tests.library.library_files import ENROLMENT, RATIO, template


@pytest.fixture
def library(tmp_path, settings):
    """A folder of library files; `library(metrics, *templates)` writes them anew.

    Other files come by their names: `terms=[…]`, `**{"relations/all": […]}`.
    """
    settings.FIXTURES_ROOT = tmp_path
    folder = tmp_path / "library"
    (folder / "templates").mkdir(parents=True)

    def write(metrics, *templates, **others):
        for path in folder.rglob("*.yaml"):
            path.unlink()
        for name, data in ({"metrics/all": metrics} | others).items():
            path = folder / f"{name}.yaml"
            path.parent.mkdir(exist_ok=True)
            path.write_text(data if isinstance(data, str) else yaml.safe_dump(data, allow_unicode=True))
        for data in templates:
            text = (
                data if isinstance(data, str) else yaml.safe_dump(data, allow_unicode=True, sort_keys=False)
            )
            (folder / "templates" / "annual.yaml").write_text(text)

    write([ENROLMENT, RATIO], template())
    return write
