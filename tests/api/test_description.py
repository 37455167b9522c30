"""The API describes itself, and the description is true."""

import json

import yaml
from django.core.management import call_command
from openapi_spec_validator import validate

from .operations import DESCRIPTION, OPERATIONS


def test_the_description_is_valid_and_written_without_a_warning(capsys):
    call_command("spectacular", "--validate", "--fail-on-warn")
    written = capsys.readouterr()
    assert written.err == ""
    found = yaml.safe_load(written.out)
    validate(found)
    assert found["openapi"].startswith("3.1")


def test_every_operation_has_a_name_a_tag_a_sentence_and_its_problems():
    names = [operation.name for operation in OPERATIONS]
    assert len(set(names)) == len(names)
    for operation in OPERATIONS:
        described = operation.described
        assert len(described["tags"]) == 1
        assert described["summary"]
        assert "401" in described["responses"]
        assert all(
            "Problem" in json.dumps(described["responses"][s]) for s in described["responses"] if s >= "4"
        )


def test_the_description_is_served_as_yaml_and_json(client, db):
    assert yaml.safe_load(client.get("/api/v1/schema/").content)["openapi"] == DESCRIPTION["openapi"]
    answer = client.get("/api/v1/schema/", headers={"Accept": "application/json"})
    assert answer.json()["paths"].keys() == DESCRIPTION["paths"].keys()


def test_the_docs_page_asks_no_other_host(client, db):
    page = client.get("/api/v1/docs/")
    assert page.status_code == 200
    assert "http://" not in page.text.replace("http://testserver", "")
    assert "https://" not in page.text
    assert "'unsafe-inline'" in page["Content-Security-Policy"]
    assert "'unsafe-inline'" not in client.get("/about/")["Content-Security-Policy"]
