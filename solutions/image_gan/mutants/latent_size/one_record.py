"""Only the last record is returned.

Message: there should be 2 records, but there are 1
Mistake: specification
Change: return records -> return records[-1:]
"""
