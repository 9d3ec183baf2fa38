"""A fuzzer driven by the API's own description finds nothing that it does not describe."""

import io

import pytest
import schemathesis
from hypothesis import HealthCheck, settings


@pytest.fixture
def api(make_app):
    app = make_app()
    client = app.test_client()
    data = {"document": (io.BytesIO(b"# One\n\nSeveral vials broke.\n"), "r.md")}
    client.post("/upload", data=data)
    return schemathesis.openapi.from_wsgi("/openapi.json", app)


schema = schemathesis.pytest.from_fixture("api")


@schema.parametrize()
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_nothing_undescribed_comes_back(case):
    case.call_and_validate()
