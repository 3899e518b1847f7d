"""Speed and memory beside other libraries, as ratios in one run. Never a test.

`./dev bench` runs everything, `./dev bench changes` one module. A new comparison is a new file here
with a function `comparisons() -> Iterable[Comparison]`.
"""
