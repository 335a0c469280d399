"""How gunicorn serves the site; `make run` adds `--bind`."""

import os
import socket
import subprocess
import sys
from typing import Any

wsgi_app = "edusum.config.wsgi"
workers = 2
worker_class = "gthread"
threads = 4
timeout = 60
graceful_timeout = 20
max_requests = 5000
max_requests_jitter = 500
accesslog = None
loglevel = "error"
control_socket_disable = True

_keepers: list["subprocess.Popen[bytes]"] = []

LOOPBACK = {"127.0.0.1", "::1", "localhost"}


def on_starting(server: Any) -> None:
    """Refuse in one sentence what would otherwise fail in many lines, or only in the browser."""
    for host, port in server.cfg.address:
        _refuse_unanswered(host)
        _refuse_taken(host, port)


def when_ready(server: Any) -> None:
    host, port = server.cfg.address[0]
    shown = f"[{host}]" if ":" in host else host
    sys.stdout.write(f"系统已启动，请在浏览器打开 http://{shown}:{port} ，按 Ctrl+C 停止。\n")
    sys.stdout.flush()
    _keepers.append(
        subprocess.Popen(  # noqa: S603 -- ours; apart from the terminal, so that Ctrl+C ends it in order
            [sys.executable, "-m", "edusum.config.keeper", str(os.getpid())],
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
    )


def on_exit(server: Any) -> None:
    """The task worker ends with the server; what it could not finish goes on at the next start."""
    for keeper in _keepers:
        keeper.terminate()
        keeper.wait()


def _refuse_unanswered(host: str) -> None:
    if host not in LOOPBACK and not os.environ.get("EDUSUM_ALLOWED_HOSTS"):
        sys.exit(
            f"HOST={host} 会让其他电脑访问本系统，请同时写明浏览器里所用的地址，"
            "例如：make run HOST=0.0.0.0 EDUSUM_ALLOWED_HOSTS=10.0.0.8"
        )


def _refuse_taken(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            sys.exit(
                f"无法使用 {host} 的 {port} 端口（{error.strerror}），可能已被占用。"
                f"请停止占用它的程序，或换一个端口：make run PORT={port + 1}"
            )
