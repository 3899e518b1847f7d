"""Numbers, money, dates, Polish text and typed quantities. No Django here."""
