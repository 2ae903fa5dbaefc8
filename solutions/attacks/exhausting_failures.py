"""Fails in thousands of statements, with long words, long names and deep causes.

Aim: a report, a record or a message that grows without end.
Defence: values, deadlines
Control: none: without bounds it would fill a page and a memory
Part: function_gan
"""

shell = get_ipython()
NAMES = [f"n{number}" for number in range(2000)]
lines = [f"{one}, x{number} = {two}.a" for number, (one, two) in enumerate(zip(NAMES[1:], NAMES))]
words = "raise type('E' * 10**6, (Exception,), {})('<b>' * 10**6)"
shell.run_cell("\n".join([f"{NAMES[0]} = undefined", *lines[:300], *[words] * 100]))
exec("\n".join(f"def f{number}(): 1" for number in range(5000)))
"%s" % ("x" * 10**6 + ".a",)
exec("y" * 10**6)


def sample_real(n, curve, rng):
    return n300


def he_uniform(shape, rng):
    exec("z" * 10**6)
