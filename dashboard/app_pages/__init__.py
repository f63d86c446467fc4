"""One file per screen; a page is a function without effects at import."""
