"""Files of office programs: what is checked before one is opened, and the cells of a workbook."""
