"""A server that gives prompts over HTTP and takes edits over while it runs.

Usage: python reload_in_a_server.py FOLDER [PORT]

GET /NAME gives an agent's prompt. Every second the folder is looked at; what has changed is printed.
"""

from __future__ import annotations

import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import agentkit

SECONDS = 1.0


class Prompts(BaseHTTPRequestHandler):
    """Answers from the registry; each request sees one state of the files."""

    registry: agentkit.Registry

    def do_GET(self) -> None:
        """Give the prompt of the agent that the path names."""
        try:
            status, text = 200, self.registry.render(self.path.strip("/")).text
        except agentkit.NotFound as error:
            status, text = 404, f"{error}\n"
        except agentkit.AgentKitError as error:
            status, text = 500, f"{error}\n"
        data = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        """Log nothing."""


def keep_fresh(registry: agentkit.Registry, stop: threading.Event) -> None:
    """Reload now and then; an error leaves what there is."""
    while not stop.wait(SECONDS):
        try:
            changes = registry.reload()
        except agentkit.AgentKitError as error:
            print(f"not reloaded: {error}", flush=True)
            continue
        if changes:
            print(f"render again: {', '.join(changes.affected) or '-'}; gone: {', '.join(changes.removed) or '-'}", flush=True)
        for found in changes.unreadable:
            print(found, flush=True)


def main() -> None:
    """Serve until Ctrl-C."""
    registry = agentkit.load(sys.argv[1])
    registry.reload()  # reads all, so that every later change can be told
    Prompts.registry = registry
    stop = threading.Event()
    with ThreadingHTTPServer(("127.0.0.1", int(sys.argv[2]) if len(sys.argv) > 2 else 0), Prompts) as server:
        thread = threading.Thread(target=keep_fresh, args=(registry, stop))
        thread.start()
        print(f"serving {len(registry)} agents on port {server.server_port}", flush=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            stop.set()
            thread.join()


if __name__ == "__main__":
    main()
