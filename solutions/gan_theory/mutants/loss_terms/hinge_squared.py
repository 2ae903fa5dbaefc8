"""The squared hinge of support vector machines.

Message: the fake term of 'hinge' should be
Mistake: specification
Change: return ops.relu(1 - x), ops.relu(1 + x), -x -> return ops.relu(1 - x) ** 2, ops.relu(1 + x) ** 2, -x
"""
