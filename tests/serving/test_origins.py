from __future__ import annotations

import pytest
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from tb_lifecycle.serving.origins import is_loopback, refuse_foreign
from tb_lifecycle.serving.statuses import Refusal


def request(**headers: str) -> Request:
    environ = EnvironBuilder(headers=headers).get_environ()
    if "Host" not in headers:
        del environ["HTTP_HOST"]
    return Request(environ)


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example", "Host": "localhost:8501"},
        {"Origin": "http://localhost:9999", "Host": "localhost:8501"},
        {"Origin": "null", "Host": "localhost:8501"},
        {"Origin": "http://[half", "Host": "localhost:8501"},
        {"Origin": "http://evil.example"},
    ],
)
@pytest.mark.parametrize("is_local", [True, False])
def test_pages_of_other_origins_are_refused(headers: dict[str, str], is_local: bool) -> None:
    with pytest.raises(Refusal, match="Requests of pages from") as caught:
        refuse_foreign(request(**headers), is_local=is_local)
    assert caught.value.status == 403


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8501", "localhost.evil.example", "10.0.0.1"])
def test_a_name_that_leads_here_is_refused_where_only_this_machine_is_served(host: str) -> None:
    with pytest.raises(Refusal, match="answers at localhost") as caught:
        refuse_foreign(request(Host=host, Origin=f"http://{host}"), is_local=True)
    assert caught.value.status == 403
    refuse_foreign(request(Host=host), is_local=False)


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST:8501", "127.0.0.1:80", "127.9.9.9", "[::1]:8501", "a.localhost"]
)
def test_this_machine_is_answered(host: str) -> None:
    refuse_foreign(request(Host=host), is_local=True)
    refuse_foreign(request(Host=host, Origin=f"http://{host}"), is_local=True)


def test_half_an_address_is_none() -> None:
    with pytest.raises(Refusal, match="answers at localhost"):
        refuse_foreign(request(Host="[x"), is_local=True)


def test_who_gives_no_host_is_answered() -> None:
    refuse_foreign(request(), is_local=True)


def test_loopback() -> None:
    assert is_loopback("::1")
    assert not is_loopback("0.0.0.0")
    assert not is_loopback("")
