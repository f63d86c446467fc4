"""The yearly report: content first (``content``), then renderers that never query."""
