"""The city's base of non-governmental organisations: who they are, consent, lists, mailings."""
