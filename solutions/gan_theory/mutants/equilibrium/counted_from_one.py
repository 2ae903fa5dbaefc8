"""Rows and columns are counted from 1.

Message: The equilibria of the table
Mistake: specification
Change: [(int(row), int(column)) for -> [(int(row) + 1, int(column) + 1) for
"""
