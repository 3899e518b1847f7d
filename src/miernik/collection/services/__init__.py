"""Steps of the collection, one module a stretch of the way."""
