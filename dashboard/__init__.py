"""Dashboard for the dialogue events of a regional development agency."""
