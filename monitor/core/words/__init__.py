"""What forms a word takes in a text, by language.

Computed when a rule or a name is compiled, never per article. ``english``, ``russian`` and ``korean`` know
the forms of single words; ``parts`` checks a place in a text against one, ``phrases`` cuts a term into
words, picks their languages by script, and checks them in a row; ``exact`` is for terms as written. ``runs``
and ``surfaces`` say whose a word is that was found: of letters, and of scripts without blanks between words.
"""
