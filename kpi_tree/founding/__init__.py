"""What a forecast is founded on: evidence, opinions, signatures, and where effort leads.

Links count only as far as somebody stands behind them for a reason. The card of a link, the shares
of a forecast, the worth-nothing test, the coverage grid and the register of assumptions are read
here; the rules are written down in `docs/founding.md`.
"""
