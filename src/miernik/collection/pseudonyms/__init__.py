"""Distinct persons over institutions, counted without knowing who they are. Pure: no database.

An institution turns its list into pseudonyms with the key (``identifiers``, ``key``, ``making``)
and hands over a file of them (``file``); whoever counts holds no key (``counting``,
``protection``). Between cities ``sketches`` are exchanged instead.
"""
