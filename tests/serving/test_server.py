from __future__ import annotations

import pytest

from tb_lifecycle.errors import ServingError
from tb_lifecycle.serving import server


def test_a_port_that_is_taken_is_said() -> None:
    with server.bind("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with (
            pytest.raises(ServingError, match=rf"127\.0\.0\.1:{port}.*--port"),
            server.bind("127.0.0.1", port),
        ):
            pass


@pytest.mark.parametrize("port", [-1, 70000])
def test_a_port_that_cannot_be_is_said(port: int) -> None:
    with pytest.raises(ServingError, match="--port"), server.bind("127.0.0.1", port):
        pass
