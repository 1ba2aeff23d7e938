"""How gunicorn serves careplan. script/server starts it and names the address."""

import os
from pathlib import Path

CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
MEMORY = Path("/dev/shm")  # noqa: S108 - gunicorn makes a file without a name there
PUBLIC_URL = os.environ.get("CAREPLAN_PUBLIC_URL", "").strip()

wsgi_app = "careplan.wsgi"
# Sync workers, by the cores; each takes some 80 MB, so there is an upper end.
workers = min(2 * CORES + 1, 9)
preload_app = True
# A worker that has grown is replaced, and not all of them at once.
max_requests = 2000
max_requests_jitter = 400
# Seconds; longer than a print or the reading of a scan may take, with its wait for a place.
timeout = int(os.environ.get("CAREPLAN_PRINT_TIMEOUT", "").strip() or 15) + 45
graceful_timeout = 30
# The workers' heartbeat must not wait for a disk.
worker_tmp_dir = str(MEMORY) if os.access(MEMORY, os.W_OK) else None
# It would write outside the data folder, and nothing here uses it.
control_socket_disable = True
# An access log would hold who was here, and what they looked at.
accesslog = None
loglevel = "warning"
# Django alone decides whether a proxy's headers count (CAREPLAN_BEHIND_PROXY).
forwarded_allow_ips = ""


def when_ready(server):
    host, port = server.address[0][:2]
    here = f"http://{host}:{port}/"
    print(f"careplan runs. Open {PUBLIC_URL or here} in your browser.")
    if PUBLIC_URL:
        print(f"Your web server finds it at {here}")
    print("Ctrl+C stops it.", flush=True)
