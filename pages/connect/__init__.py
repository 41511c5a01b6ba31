"""Connect: the tree of metrics, the bridge on one page, what was measured."""
