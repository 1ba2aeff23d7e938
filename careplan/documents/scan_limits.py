"""The limits of a process that reads a file which somebody sent. It knows nothing else."""

import os
import resource
from contextlib import suppress


def limit(*, memory: int, seconds: int) -> None:
    """An end to `memory` in bytes and to `seconds` of a processor, and no way to write a file."""
    os.nice(5)  # pages go first
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core dump would hold the paper
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    with suppress(ValueError, OSError):  # macOS does not know this limit
        resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
