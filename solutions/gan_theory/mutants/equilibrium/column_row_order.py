"""Pairs (column, row).

Message: The equilibria of the table
Mistake: specification
Change: [(int(row), int(column)) for -> [(int(column), int(row)) for
"""
