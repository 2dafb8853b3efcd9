"""Run a coroutine on uvloop, after making sure that the standard streams exist.

libuv takes it for granted that descriptors 0 to 2 are the standard streams and aborts when it closes
one of its own with such a number; a service started without them would end that way.
"""

from __future__ import annotations

import os
from collections.abc import Coroutine
from typing import Any, TypeVar

import uvloop

Result = TypeVar("Result")


def run(work: Coroutine[Any, Any, Result]) -> Result:
    """Run `work` to its end and return what it returns."""
    while (descriptor := os.open(os.devnull, os.O_RDWR)) <= 2:
        pass  # the stream was missing: it is /dev/null now
    os.close(descriptor)
    return uvloop.run(work)
