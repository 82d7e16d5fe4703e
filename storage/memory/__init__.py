"""The store in memory: the reference that says in obvious code what every engine must do.

It looks at everything it holds for each question and copies its tables for each unit, so it is meant for
tests and trials of a few thousand articles.
"""
