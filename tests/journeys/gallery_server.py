"""Serves the gallery behind the headers of the app: `python -m tests.journeys.gallery_server`."""

from pathlib import Path

from pages.parts.server import main

if __name__ == "__main__":
    main(Path(__file__).with_name("gallery.py"))
