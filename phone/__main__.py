"""`python -m phone`: a phone alone, for a bot that is started elsewhere."""

import argparse
from pathlib import Path

import uvicorn

from phone.server import Server, create_app


def main() -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(prog="python -m phone", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8081)
    parser.add_argument("--username", default="bofast_demo_bot", help="the bot's name, for t.me links")
    parser.add_argument("--keep", type=Path, help="a folder that keeps chats and files")
    parser.add_argument("--flood", action="store_true", help="hold Telegram's flood limits")
    given = parser.parse_args()
    app = create_app(username=given.username, keep=given.keep, flood=given.flood)
    config = uvicorn.Config(
        app, host=given.host, port=given.port, log_level="warning", timeout_graceful_shutdown=2
    )
    Server(config, app).run()


if __name__ == "__main__":
    main()
