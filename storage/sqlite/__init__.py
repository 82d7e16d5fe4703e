"""The store on SQLite, through sqlite-utils: one file, one writer, many readers.

``connection`` says how the file is reached and what its errors mean, ``migrations`` what tables there
are, ``opening`` what a file must be; the other modules hold a group of tables each, and ``store`` brings
them together.
"""
