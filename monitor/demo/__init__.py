"""The demonstration: the main job on this machine alone, with news of our own and real servers on loopback.

``sample`` reads the news and what is expected of it, ``wires`` gives it each publisher's form and
``newswire`` serves it (``loopback`` is its HTTP server); ``receivers`` take the alerts in; ``config`` writes
the daemon's file. ``outcome`` is what came out, ``expectations`` says where that differs from what should
have, ``result`` and ``show`` tell it to programs and to people, and ``run`` plays the whole piece.
"""
