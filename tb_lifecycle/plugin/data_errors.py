"""What the exceptions of TensorBoard's data provider mean, in words."""

from __future__ import annotations

import grpc
from tensorboard.errors import PublicError


def explain(error: BaseException) -> str | None:
    """Says in a sentence without its full stop what has happened; None for exceptions of other origin."""
    if isinstance(error, grpc.RpcError):
        code = error.code() if isinstance(error, grpc.Call) else None
        if code is grpc.StatusCode.UNAVAILABLE:
            return "TensorBoard's data server has ended: restart TensorBoard"
        reason = f"{code.name}: {error.details()}" if code is not None else str(error)
        return f"TensorBoard's data server could not answer ({reason})"
    if isinstance(error, PublicError):
        return f"TensorBoard could not read its data ({error})"
    return None
