"""Pure computation on plain values: no Django here, by contract; `selectors` brings the values."""
