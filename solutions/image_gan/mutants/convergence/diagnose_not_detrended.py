"""The line is not subtracted.

Message: For g_loss on a straight line
Mistake: specification
Change: x = np.arange(last) ->
Change: line = np.polyval(np.polyfit(x, g[-last:], 1), x) ->
Change: g[-last:] - line -> g[-last:]
"""
