"""The functional core: computes everything from values.

Nothing here reads a clock, a socket, a file of the user's or a database; ``now`` is always an
argument. The only files read are the data files that ship inside this package.
"""
