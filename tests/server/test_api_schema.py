"""Requests that the public interface's document allows, and many that it does not, made up by schemathesis."""

from __future__ import annotations

import hypothesis
import pytest
import schemathesis
from schemathesis.specs.openapi.checks import positive_data_acceptance

from bot.server.api_routes import PREFIX, openapi
from tests.conftest import StartService

EXAMPLES = 100


@pytest.fixture(scope="module")
def api_schema(start_service: StartService) -> schemathesis.schemas.BaseSchema:
    client = start_service(VEJVISER_API_PER_MINUTE="1000000")
    schema = schemathesis.openapi.from_dict(openapi())
    schema.config.update(base_url=f"{str(client.base_url).rstrip('/')}{PREFIX}")
    return schema


requests = schemathesis.pytest.from_fixture("api_schema")


@requests.parametrize()
@hypothesis.settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(hypothesis.HealthCheck))
def test_every_answer_is_one_of_the_document_and_never_a_failure(case: schemathesis.Case) -> None:
    # Which municipalities and topics there are stands in content: a name that fits the document may be unknown.
    case.call_and_validate(excluded_checks=[positive_data_acceptance])
