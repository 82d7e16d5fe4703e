"""The demonstration: the main job on this machine alone, with news of our own and real servers on loopback.

``sample`` reads the news and what is expected of it, ``wires`` gives it each publisher's form and
``newswire`` serves it; ``receivers`` take the alerts in; ``outcome`` is what came out, ``expectations``
says where that differs from what should have, ``show`` displays it and ``run`` plays the whole piece.
"""
