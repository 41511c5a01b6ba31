"""What pages share: the door of a page, words made safe, widgets of our own, the server."""
