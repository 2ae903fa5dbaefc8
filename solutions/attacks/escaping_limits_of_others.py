"""Changes another process's limits and priority.

Aim: a grader that may open no file, use no CPU time, or never gets its turn.
Defence: namespaces, user, seccomp
Control: without namespaces, user, seccomp
Part: function_gan
"""

import os
import resource

changed = False
try:
    resource.prlimit(BYSTANDER, resource.RLIMIT_CORE, (0, 0))
    changed = True
except OSError:
    pass
for attempt in (
    lambda: os.setpriority(os.PRIO_PROCESS, BYSTANDER, 5),
    lambda: os.sched_setscheduler(BYSTANDER, os.SCHED_IDLE, os.sched_param(0)),
):
    try:
        attempt()
        changed = True
    except OSError:
        pass


def succeeded():
    return changed
