"""Define: what we have, what we ask of our networks, what the business wants."""
