"""Loops forever in a cell, deaf to all signals that may be ignored.

Aim: a grader that waits forever.
Defence: deadlines, ending
Control: none: without a deadline it never ends
Part: function_gan
"""

import signal

for number in range(1, signal.NSIG):
    try:
        signal.signal(number, lambda *args: None)
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError):
        pass
while True:
    try:
        while True:
            pass
    except BaseException:
        pass
