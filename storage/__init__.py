"""Stores behind one protocol (``monitor.core.protocols.Store``)."""
