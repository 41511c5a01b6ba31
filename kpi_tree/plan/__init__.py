"""The plan: what it holds, how it is read, checked against its contract and written.

The standard library and pydantic only. The format is described in `docs/plan-format.md`.
"""
