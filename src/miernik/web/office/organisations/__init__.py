"""The base of organisations at the desk: cards, lists, files, mailings."""
