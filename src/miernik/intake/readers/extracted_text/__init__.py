"""Reading a table from text extracted from a PDF, where only the order of lines is left.

``lines`` cuts the file into lines, pages and page furniture; ``blocks`` finds headings, the
table's head and the codes of tasks; ``evidence`` says how well a piece of a line suits a column;
``search`` finds the likeliest sequence of cells for one task; ``rows`` builds the rows.
"""
