"""What forms a word takes in a text, by language.

Computed when a rule or a name is compiled, never per article. ``english``, ``russian`` and ``korean`` know
the forms of single words; ``parts`` cuts a term into words, picks the language by script, and checks a
place in a text against them.
"""
