"""Loops forever when its process ends: at exit, in threads that are waited for, in finalizers.

Aim: a process that cannot be ended.
Defence: deadlines, ending
Control: none: without a deadline it never ends
Part: function_gan
"""

import atexit
import signal
import sys
import threading
import weakref


class Endless:
    def __del__(self):
        forever()

    def __str__(self):
        sys.exit("while the error is told")


class Error(Exception):
    __str__ = Endless.__str__


def forever(*args):
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass


endless = Endless()
endless.itself = endless
weakref.finalize(endless, forever)
atexit.register(forever)
threading._register_atexit(forever)
for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGXCPU):
    signal.signal(number, forever)
threading.Thread(target=forever).start()
raise Error
