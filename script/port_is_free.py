"""Says in a plain sentence when nothing can listen on a port of 127.0.0.1: argument 1."""

import socket
import sys

port = int(sys.argv[1])
with socket.socket() as listener:
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
    except PermissionError:
        sys.exit(f"Port {port} is for the system alone. Try: script/server --port 8080")
    except OSError:
        other = port + 1 if port < 65535 else 8001
        sys.exit(f"Port {port} is in use. Try another: script/server --port {other}")
