"""The simulation, held against oracles and closed forms."""
