"""The catalogue of charts: a query's result goes in, a figure, a sentence and a table come out."""
