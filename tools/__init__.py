"""Tools of the checkout, run by ./dev; the product does not import them."""
