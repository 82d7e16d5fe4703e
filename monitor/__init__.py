"""Tumen: multilingual media monitoring with alerts that are never lost.

Only the version lives here, so that importing ``monitor.core`` drags nothing in.
"""

__version__ = "0.1.0"
