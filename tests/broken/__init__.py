"""Plans that must be refused, each broken in a known place, and unusual ones that must not be.

`plans` holds one whole plan and the ways to break it; `unreadable`, `keys`, `words`,
`quantities`, `formulas` and `rules` break it; `corpus` gathers what they broke; `allowed` keeps
to the edge of what the file format permits.
"""
