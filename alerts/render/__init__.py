"""Mails and chat messages, made from a notification's payload: pure functions from values to text."""
