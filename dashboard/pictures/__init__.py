"""Charts as pictures: one SVG for every format, laid out for the width at which it is printed."""
