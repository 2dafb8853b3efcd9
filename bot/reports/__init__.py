"""What `scoring` computed, as documents: a workbook, a web page, charts, a table in the terminal.

Each writer takes a frozen `Report` and imports its heavy library only when called.
"""
