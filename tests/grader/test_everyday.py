"""Lines of every day, right where students work, cost no right answer; and nothing is earned."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import SECONDS, MakePart, call, cell
from gangrade.candidate.candidate import Candidate
from gangrade.candidate.parent import WarmParent
from gangrade.cli.grade import _summary
from gangrade.grading import batch
from gangrade.grading.examiner import grade
from gangrade.intake.submission import Cell, Submission
from gangrade.part.part import Autograder, Limits
from gangrade.reports import class_page
from gangrade.results import records
from gangrade.results.failure import Place, Why
from gangrade.results.problems import Raised
from gangrade.results.records import Record
from gangrade.results.result import Result, Row

QUESTIONS = {
    name: f'''
def test_{name}({name}):
    """It is right."""
    assert checks.scalar(probes.call({name}, [3]), "the result") == {value}, "It is not right."
'''
    for name, value in {"double": 6, "square": 9, "last": 1}.items()
}
IMPORTS = "import numpy as np\nfrom math import prod"
CELLS = {
    1: IMPORTS,
    3: "def double(x):\n    return int(np.multiply(2, x))",
    5: "def square(x):\n    return prod([x, x])",
    8: "def last(x):\n    return x // x",
}
FULL = 6
"""Points: 2 for each question."""
LIMITS = Limits(cell=20, total=60)

Grade = Callable[..., Result]


@pytest.fixture
def graded(make_part: MakePart, warm: WarmParent) -> Grade:
    """A function that grades the solution with some of its cells changed, or others in it."""
    autograder = make_part(QUESTIONS)

    def run(changes: dict[int, str], skipped: dict[int, str] | None = None) -> Result:
        return run_on(autograder, warm, CELLS | changes, skipped or {})

    return run


def run_on(
    autograder: Autograder, warm: WarmParent, cells: dict[int, str], skipped: dict[int, str]
) -> Result:
    code, others = (
        tuple(Cell(number, text) for number, text in sorted(texts.items()))
        for texts in (cells, skipped)
    )
    return grade(Submission("student", code, skipped=others), autograder, warm, LIMITS)


def message(result: Result, name: str) -> str:
    (found,) = (question for question in result.questions if question.name == name)
    return " ".join(test.message for test in found.tests)


# --- one line more in the cell of imports -----------------------------------------------------

LINES: dict[str, int] = {
    # Google Colab
    "from google.colab import drive\ndrive.mount('/content/drive')": 2,
    "from google.colab import files\nfor name, data in files.upload().items():\n    print(name)": 2,
    "from google.colab import output\noutput.enable_custom_widget_manager()": 2,
    "import os\nfrom google.colab import userdata\nos.environ['KEY'] = userdata.get('KEY')": 2,
    "import google.colab.auth\ngoogle.colab.auth.authenticate_user()": 2,
    "from google.colab.patches import cv2_imshow": 2,
    "%tensorflow_version 2.x": 2,
    "try:\n    import google.colab\n    COLAB = True\nexcept ImportError:\n    COLAB = False\n"
    "if COLAB:\n    raise RuntimeError('Where is my drive?')": 6,
    # Kaggle
    "from kaggle_secrets import UserSecretsClient\nkey = UserSecretsClient().get_secret('k')": 2,
    # magics
    "%autosave 60": 2,
    "%pylab inline": 2,
    "%load_ext tensorboard\n%tensorboard --logdir logs": 2,
    "%load_ext nothing_like_that": 2,
    "%matplotlib widget": 6,
    "%matplotlib qt": 6,
    "%cd /content/drive/MyDrive": 6,
    "%env KEY=1\n%env": 6,
    "%reset -f": 6,
    "%less notes.txt": 2,
    "%%capture\n!pip install seaborn": 6,
    "%%time": 6,
    "%%capture output\nimport seaborn": 2,
    "%%time\nimport seaborn": 2,
    "%%memit": 2,
    # programs
    "gpu_info = !nvidia-smi\nif 'failed' in '\\n'.join(gpu_info):\n    print('No GPU')": 2,
    "!pip install -q \\\n    seaborn \\\n    umap-learn": 6,
    "import subprocess\nprint(subprocess.check_output(['nvidia-smi']).decode())": 2,
    # packages and modules that are not here
    "import seaborn as sns": 2,
    "import seaborn as sns, pickle": 2,
    "from itertools import no_such_function, count": 2,
    "import torch\ndevice = torch.device('cuda' if torch.cuda.is_available() else 'cpu')": 2,
    "from IPython.core.display import display, HTML\ndisplay(HTML('<style></style>'))": 2,
    # otter
    "import otter\nprint(otter.__version__)": 2,
    "from otter import Notebook, __version__\nNotebook(tests_dir='tests').check_all()": 2,
    "from otter.check.notebook import Notebook\nprint(Notebook('a.ipynb').check('q').passed)": 2,
    # screens, keyboards and GPUs
    "import matplotlib\nmatplotlib.use('TkAgg')": 2,
    "import matplotlib.pyplot as plt\nplt.switch_backend('QtAgg')\nplt.plot([1])\nplt.show()": 2,
    "name = input('Your name? ')": 2,
    "import getpass\nkey = getpass.getpass()": 2,
    "import tensorflow as tf\ngpus = tf.config.list_physical_devices('GPU')\n"
    "tf.config.experimental.set_memory_growth(gpus[0], True)": 2,
    "import tensorflow as tf\nif tf.test.gpu_device_name() != '/device:GPU:0':\n"
    "    raise SystemError('GPU device not found')": 2,
    "from tqdm.notebook import tqdm\nfor _ in tqdm(range(3)):\n    pass": 6,
    "from IPython.display import clear_output\nclear_output(wait=True)": 6,
    "get_ipython().magic('load_ext autoreload')": 2,
    "get_ipython().kernel.do_shutdown(True)": 2,
    "breakpoint()": 2,
    # what is wrong at home, too
    "1 / 0": 2,
    "assert False, 'to be done'": 2,
    "undefined": 2,
    "open('data.csv').read()": 2,
}
"""In front of the imports, with the marks that were left when a cell stopped at its first error."""


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.replace("\n", "; ")[:60])
def test_a_line_of_every_day_costs_nothing(graded: Grade, line: str) -> None:
    result = graded({1: f"{line}\n{IMPORTS}"})
    assert result.score == FULL, (result.notes, message(result, "double"))


QUIET = [line for line in LINES if "colab" in line or line[0] in "%!" or "otter" in line]


@pytest.mark.slow
@pytest.mark.parametrize("line", [line for line in QUIET if "seaborn" not in line])
def test_what_does_nothing_here_is_not_told(graded: Grade, line: str) -> None:
    assert graded({1: f"{line}\n{IMPORTS}"}).notes == ()


# --- cells ------------------------------------------------------------------------------------

NOTEBOOKS: dict[str, tuple[int, dict[int, str]]] = {
    "a written module": (
        4,
        {2: f"%%writefile mine.py\n{IMPORTS}\n{CELLS[3]}", 3: "from mine import double"},
    ),
    "a written module in a folder": (
        4,
        {
            2: f"!mkdir -p src/parts\n%cd .\n{IMPORTS}",
            3: f"%%writefile src/parts/mine.py\n{IMPORTS}\n{CELLS[3]}",
            4: "from src.parts.mine import double",
        },
    ),
    "a written module that is added to": (
        4,
        {2: "%%file mine.py\nimport numpy as np\n", 3: f"%%writefile -a mine.py\n{CELLS[3]}",
         4: "import mine\ndouble = mine.double"},
    ),
    "a written script that is run": (
        6,
        {2: f"%%writefile mine.py\n{IMPORTS}\n{CELLS[3]}", 3: "%run mine.py"},
    ),
    "a definition below a capture": (6, {3: f"%%capture\n{CELLS[3]}"}),
    "a definition below what fails": (4, {3: f"sns.set()\n{CELLS[3]}"}),
    "a definition before what fails": (6, {3: f"{CELLS[3]}\nprint(double(undefined))"}),
    "a test of one's own that fails": (6, {4: "assert double(3) == 7"}),
    "display of every expression": (
        6,
        {2: "from IPython.core.interactiveshell import InteractiveShell\n"
         "InteractiveShell.ast_node_interactivity = 'all'\n1\n2"},
    ),
    "awaiting": (6, {2: "import asyncio\nawait asyncio.sleep(0)", 3: f"{CELLS[3]}\n1 / 0"}),
    "a cell of another program": (6, {2: "%%bash\nls", 4: "%%javascript\nalert(1)"}),
    "a cell of another language": (6, {2: "%%R\nx <- c(1, 2)\nplot(x y)"}),
    "a timed line": (6, {4: "%time y = double(4)\nz = %time double(4)\nassert y == z == 8"}),
    "leaving": (6, {2: "exit()"}),
    "a notebook from Colab": (
        6,
        {
            1: '#@title Setup { display-mode: "form" }\n#@markdown Run *this* first.\n'
            'factor = 2 #@param {type:"slider", min:1, max:10}\nmode = "a" #@param ["a", "b"]\n'
            "import sys\nIN_COLAB = 'google.colab' in sys.modules\n" + IMPORTS,
            2: "pip install seaborn",
            3: "#@title double\ndef double(x):\n    return int(np.multiply(factor, x))",
            4: "%%bigquery\nselect 1",
            9: "from google.colab import runtime, data_table\nruntime.unassign()",
        },
    ),
    "a notebook made of a script": (
        6,
        {
            1: "#!/usr/bin/env python\n# coding: utf-8\n# In[1]:\n"
            "get_ipython().run_line_magic('matplotlib', 'inline')\n"
            "get_ipython().system('pip install x')\nfiles = get_ipython().getoutput('ls')\n"
            "get_ipython().run_cell_magic('capture', '', 'import seaborn')\n" + IMPORTS,
            3: "def main():\n    global double\n    def double(x):\n        return 2 * x\n\n"
            "if __name__ == '__main__':\n    main()",
        },
    ),
    "a class split over cells": (
        6,
        {
            2: "class Maths:\n    def __init__(self, k):\n        self.k = k",
            3: "class Maths(Maths):\n    def double(self, x):\n        return self.k * x",
            4: "def square(self, x):\n    return prod([x] * 2)\nMaths.square = square",
            5: "maths = Maths(2)\ndouble, square = maths.double, maths.square",
        },
    ),
    "hints and classes of data": (
        6,
        {
            2: "from __future__ import annotations\nimport copy, pickle, inspect\n"
            "from dataclasses import dataclass, field\n@dataclass\nclass Config:\n"
            "    k: int = 2\n    runs: list[Unknown] = field(default_factory=list)",
            3: "config = pickle.loads(pickle.dumps(copy.deepcopy(Config())))\n"
            "def double(x: np.ndarray | int, f: Unknown = None) -> Unknown:\n"
            "    y: int = config.k * x\n    print(f'{x=} {y:>{5}}')\n    return y\n"
            "exec(inspect.getsource(double))",
        },
    ),
    "globals and helpers of a later cell": (
        6,
        {
            3: "COUNT = 0\ndef double(x):\n    global COUNT\n    COUNT += 1\n"
            "    return helper(x)\ndef helper(x):\n    return 0",
            9: "SCALE = 2\ndef helper(x):\n    return SCALE * x",
        },
    ),
    "names of Python's own": (
        6,
        {2: "list = [1]\nlen = max = sum = id = range = 3\nprint = open = str = type = None\n"
            "isinstance = getattr = Exception = super = dict = set = tuple = iter = next = None"},
    ),
    "what a callable may be": (
        6,
        {3: "import functools\nclass Doubler:\n    def __call__(self, x):\n        return 2 * x\n"
            "@functools.lru_cache(maxsize=None)\ndef times(k, x):\n    return Doubler()(x) * k\n"
            "double = functools.partial(times, 1)",
         5: "square = np.frompyfunc(lambda x: x * x, 1, 1)",
         8: "if True:\n    last = lambda *args, **options: 1\nelse:\n    last = None"},
    ),
    "settings of TensorFlow": (
        6,
        {2: "import os\nos.environ['TF_CPP_MIN_LOG_LEVEL'] = '3'\nimport tensorflow as tf, keras\n"
            "tf.config.run_functions_eagerly(True)\ntf.config.set_visible_devices([], 'GPU')\n"
            "tf.config.threading.set_intra_op_parallelism_threads(2)\n"
            "keras.backend.set_floatx('float64')\ntf.debugging.enable_check_numerics()\n"
            "strategy = tf.distribute.MirroredStrategy()\nkeras.utils.set_random_seed(1)"},
    ),
    "plots in a function": (
        6,
        {3: "import matplotlib.pyplot as plt\nfrom tqdm.notebook import trange\n"
            "from IPython.display import display, clear_output\nplt.style.use('seaborn')\n"
            "def double(x):\n    for _ in trange(2):\n        clear_output(wait=True)\n"
            "        plt.plot([x])\n        plt.show()\n        display(plt.gcf())\n"
            "    return 2 * x"},
    ),
    "hooks of the shell": (
        6,
        {2: "import sys, ast\nsys.displayhook = sys.excepthook = lambda *a: None\n"
            "shell = get_ipython()\nshell.set_custom_exc((Exception,), lambda *a, **k: None)\n"
            "shell.events.register('post_execute', lambda: 1 / 0)\n"
            "shell.ast_transformers.append(ast.NodeTransformer())\n1 / 0",
         4: "from IPython.core.magic import register_cell_magic\n@register_cell_magic\n"
            "def skip(line, cell):\n    return",
         6: "%%skip\n1 / 0",
         9: "sys.stdout.close()"},
    ),
    "files where they are at home": (
        4,
        {3: "import os, shutil\nfrom pathlib import Path\nimport keras\n"
            "import matplotlib.pyplot as plt\n"
            "model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])\n"
            "def double(x):\n    os.makedirs('/content/drive/MyDrive/a/b', exist_ok=True)\n"
            "    plt.savefig('/content/drive/MyDrive/gan/x.png')\n"
            "    log = Path('/Users/anna/uni/log.txt')\n"
            "    log.parent.mkdir(parents=True, exist_ok=True)\n    log.write_text(f'{x}')\n"
            "    model.save('/content/m.keras')\n"
            "    os.rename('/content/m.keras', '/content/n.keras')\n"
            "    keras.models.load_model('/content/n.keras')\n"
            "    shutil.rmtree('/content/drive')\n"
            "    assert os.listdir('/content') == ['n.keras']\n"
            "    np.save('/kaggle/working/a.npy', [2 * x])\n"
            "    return int(np.load('/kaggle/working/a.npy')[0])"},
    ),
    "a module written where it is at home": (
        4,
        {2: f"%%writefile /content/mine.py\n{IMPORTS}\n{CELLS[3]}",
         3: "%cd /content\nfrom mine import double"},
    ),
    "a module written to the drive": (
        4,
        {2: f"%%writefile /content/drive/MyDrive/lib/mine.py\n{IMPORTS}\n{CELLS[3]}",
         3: "import sys\nsys.path.append('/content/drive/MyDrive/lib')\nfrom mine import double"},
    ),
    "a module in a folder that all may write to": (
        4,
        {2: f"text = '''{IMPORTS}\n{CELLS[3]}'''\nopen('/mnt/mine.py', 'w').write(text)",
         3: "import sys\nsys.path.insert(0, '/mnt')\nimport mine\ndouble = mine.double"},
    ),
    "a table on the drive": (
        4,
        {2: "from google.colab import drive\ndrive.mount('/content/drive', force_remount=True)",
         3: "import pandas as pd\ndef double(x):\n"
            "    pd.DataFrame({'y': [2 * x]}).to_csv('/content/drive/MyDrive/a.csv')\n"
            "    return int(pd.read_csv('/content/drive/MyDrive/a.csv').y[0])"},
    ),
    "open() where files are at home": (
        4,
        {3: "import json\ndef double(x):\n    with open('/content/a.json', 'w') as file:\n"
            "        json.dump(2 * x, file)\n    return json.load(open('/content/a.json'))"},
    ),
    "folders in which students may write": (
        4,
        {3: "import os, shutil\ndef double(x):\n    open('/media/a.txt', 'w').write(f'{2 * x}')\n"
            "    os.makedirs('/home/anna/gan/logs', exist_ok=True)\n"
            "    shutil.copy('/media/a.txt', '/home/anna/gan/logs/a.txt')\n"
            "    os.rename('/home/anna/gan/logs/a.txt', '/mnt/data.txt')\n"
            "    return int(open('/mnt/data.txt').read())"},
    ),
    "weights where they are at home": (
        4,
        {3: "import h5py, keras, tempfile\nfrom pathlib import Path\n"
            "model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])\n"
            "def double(x):\n    for folder in ('/content/drive/MyDrive', '/mnt/a', 'run'):\n"
            "        path = f'{folder}/m.weights.h5'\n        model.save_weights(path)\n"
            "        model.load_weights(path)\n        Path(path).unlink()\n"
            "    with h5py.File('/home/anna/a.h5', 'w') as file:\n        file['y'] = 2 * x\n"
            "    with tempfile.NamedTemporaryFile('w+', dir='/content') as file:\n"
            "        file.write('1')\n"
            "    with tempfile.TemporaryDirectory(dir='/content') as folder:\n"
            "        Path(folder, 'a').write_text('1')\n"
            "    with h5py.File('/home/anna/a.h5', 'r') as file:\n"
            "        return int(file['y'][()])"},
    ),
    "folders that a program makes": (
        4,
        {2: "name = 'run 1'\n!mkdir -p \"results/{name}\" logs && ls results\n%cd logs",
         3: "import pandas as pd\ndef double(x):\n"
            "    pd.Series([2 * x]).to_csv('../results/run 1/a.csv')\n    return 2 * x"},
    ),
    "folders that are there at home": (
        4,
        {3: "import matplotlib.pyplot as plt\ndef double(x):\n    plt.plot([x])\n"
            "    plt.savefig('images/points.png')\n    np.save('data/a', 2 * x)\n"
            "    return int(np.load('data/a.npy'))"},
    ),
    "all names deleted": (0, {9: "%reset -f"}),
    "all names deleted before the answers": (2, {2: "%reset -sf\n%clear"}),
    "what TensorBoard would show": (
        4,
        {3: "import keras, tensorflow as tf\nfrom tensorflow.summary import histogram\n"
            "def double(x):\n    shown = keras.callbacks.TensorBoard('logs')\n"
            "    with tf.summary.create_file_writer('/content/logs').as_default():\n"
            "        tf.summary.scalar('x', x, step=1)\n        histogram('x', [x], step=1)\n"
            "    with shown.summary.create_file_writer('logs').as_default():\n"
            "        shown.summary.scalar('x', x, step=1)\n"
            "    return 2 * x"},
    ),
    "pools and processes": (
        4,
        {3: "import multiprocessing as mp\nfrom concurrent.futures import ProcessPoolExecutor\n"
            "from multiprocessing.pool import ThreadPool\nmp.set_start_method('spawn')\n"
            "def put(x, found, total):\n    found.put(2 * x)\n"
            "    with total.get_lock():\n        total.value += 1\n"
            "def double(x):\n    found, total = mp.Queue(), mp.Value('i', 0)\n"
            "    runs = [mp.Process(target=put, args=(x, found, total)) for _ in range(2)]\n"
            "    for run in runs:\n        run.start()\n"
            "    for run in runs:\n        run.join()\n        run.terminate()\n"
            "    values = [found.get(), total.value]\n"
            "    with mp.Pool(mp.cpu_count(), maxtasksperchild=1) as pool:\n"
            "        values += pool.starmap(pow, [(x, 1), (x, 2)], chunksize=1)\n"
            "    for _ in range(5):  # it may end its threads while they run\n"
            "        with mp.Pool(4) as pool:\n            pool.map(abs, range(9))\n"
            "    with ProcessPoolExecutor(2, mp_context=mp.get_context('fork')) as pool:\n"
            "        values += pool.map(abs, [x, -x])\n"
            "    for pool in (ThreadPool(2), mp.get_context('spawn').Pool(1)):\n"
            "        with pool:\n            values += pool.map(abs, [-x])\n"
            "    assert values == [2 * x, 2, x, x * x, x, x, x, x], values\n    return values[0]"},
    ),
    "warnings that are errors": (
        4,
        {1: f"{IMPORTS}\nimport warnings\nwarnings.filterwarnings('error')\n"
            "warnings.simplefilter('error')\nnp.seterr(all='raise')",
         3: "def double(x):\n    np.exp(np.float64(-1e9)), np.log(np.zeros(1))\n"
            "    warnings.warn('slow', DeprecationWarning)\n    return 2 * x",
         5: "def square(x):\n    with np.errstate(all='raise'):\n        try:\n"
            "            return np.exp(np.float64(-1e9))\n"
            "        except FloatingPointError:\n            return x * x"},
    ),
    "decorators and hints of packages that are not here": (
        0,
        {1: f"{IMPORTS}\nfrom numba import njit, jit as fast\nimport jaxtyping as jt, torch\n"
            "from seaborn.objects import *\nParallel = fast(parallel=True)",
         3: "@njit(cache=True)\ndef double(x: jt.Float, n: torch.Tensor = None) -> jt.Float:\n"
            "    @torch.no_grad()\n    def times(k, *args: jt.Int, **more: jt.Int):\n"
            "        y: jt.Float = np.multiply(k, args)\n        return y\n"
            "    return int(times(x, 2)[0])",
         5: "@Parallel\nclass Maths(dict, torch.Mixin):\n    size: torch.Size = 2\n"
            "    @typed\n    def square(self, x):\n        return prod([x] * self.size)\n"
            "square = Maths().square",
         8: "@fast\n@np.vectorize\ndef last(x: 'jt.Float') -> dict[str, torch.Tensor]:\n"
            "    return x // x"},
    ),
    "what only a package that is not here would give": (
        0,
        {1: f"{IMPORTS}\nimport torch\nfrom joblib import Memory\n"
            "DEVICE, memory = torch.device('cpu'), Memory('cache')\nDEVICE = torch.device('cpu')\n"
            "memory = Memory('cache')",
         3: "@memory.cache\ndef double(x, device=DEVICE, *, dtype=torch.float32):\n"
            "    with torch.no_grad(), open('log', 'w') as file:\n        return 2 * x",
         5: "with torch.device('cpu'):\n    def square(x):\n        return prod([x, x])"},
    ),
    "imports in blocks": (
        0,
        {1: "try:\n    import seaborn as sns\n    import numpy as np, torch\n"
            "except ImportError as error:\n    print(error)\n"
            "if True:\n    import pandas as pd\n    import seaborn\n    from math import prod\n"
            "import contextlib\nwith contextlib.suppress(ImportError):\n"
            "    from numba import njit\n    import os",
         2: "try:\n    import google.colab\n    COLAB = True\n"
            "except ModuleNotFoundError:\n    COLAB = False\nassert not COLAB and os and pd",
         3: f"@njit\n{CELLS[3]}"},
    ),
    "what shows a value, or keeps a record": (
        4,
        {1: f"{IMPORTS}\nimport wandb, mlflow, pdb\nfrom icecream import ic\n"
            "from IPython.core.debugger import set_trace\nwandb.init(project='gan')",
         3: "def double(x):\n    wandb.log({'x': ic(x)})\n    with mlflow.start_run():\n"
            "        mlflow.log_metric('x', x)\n    pdb.set_trace()\n    set_trace()\n"
            "    pdb.Pdb().set_trace()\n    return ic(2 * x)"},
    ),
    "ends of lines as on Windows": (
        2,
        {1: f"!ls \\\r\n  -l\r\n{IMPORTS}", 5: "%%time\r\ndef square(x):\r\n\r\n    return x * x"},
    ),
    "numbers of half precision": (
        4,
        {3: "import keras, tensorflow as tf\n"
            "keras.mixed_precision.set_global_policy('mixed_bfloat16')\n"
            "layer = keras.layers.Rescaling(2)\n"
            "def double(x):\n    return layer(tf.constant([[float(x)]]))[0, 0]"},
    ),
    "folders of a cluster": (
        4,
        {3: "import os\ndef double(x):\n    os.makedirs('/scratch/anna/runs', exist_ok=True)\n"
            "    np.save('/scratch/anna/runs/a.npy', x)\n    np.save('/project/gan/a.npy', x)\n"
            "    return 2 * int(np.load('/scratch/anna/runs/a.npy'))"},
    ),
    "lines for TensorFlow 1": (
        4,
        {1: f"{IMPORTS}\nimport tensorflow.compat.v1 as tf\ntf.disable_v2_behavior()\n"
            "tf.compat.v1.disable_eager_execution()\n"
            "from tensorflow.python.framework.ops import disable_eager_execution\n"
            "disable_eager_execution()",
         3: "def double(x):\n    return int(tf.constant(2) * x)"},
    ),
    "a thousand lines": (
        6,
        {3: "import sys\ndef double(x):\n    for i in range(3000):\n        print(i, x)\n"
            "        print(i, file=sys.stderr, flush=True)\n    return 2 * x"},
    ),
}  # fmt: skip
"""With the marks that were left before."""


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_notebook_of_every_day_keeps_its_marks(graded: Grade, name: str) -> None:
    result = graded(NOTEBOOKS[name][1])
    assert result.score == FULL, (result.notes, message(result, "double"))


@pytest.mark.parametrize(
    ("name", "count"), [("a test of one's own that fails", 1), ("awaiting", 1), ("leaving", 0)]
)
def test_what_fails_is_told_once(graded: Grade, name: str, count: int) -> None:
    assert len(graded(NOTEBOOKS[name][1]).notes) == count


# --- what a failed statement costs, and what is said ------------------------------------------


@pytest.fixture(scope="module")
def shared(warm: WarmParent) -> Iterator[Candidate]:
    """One candidate for tests that leave it as it was, but for the names a to e."""
    child = warm.fork()
    yield child
    child.close()


BEFORE = "a = b = c = d = e = 'stale'\nimport math\nfail = lambda *x: 1 / 0"

LOST = {
    "a = fail()": "a",
    "a = b = fail()": "ab",
    "a, (b, *c) = fail()": "abc",
    "a: int = fail()": "a",
    "a += fail()": "a",
    "a[0] = fail()": "",
    "math.a = fail()": "",
    "fail(a := 1)": "a",
    "for a in range(2):\n    b = a\n    fail()": "ab",
    "while True:\n    a = 1\n    fail()": "a",
    "if fail():\n    a = 1\nelse:\n    b = 1": "ab",
    "with open('none') as a:\n    b = 1": "ab",
    "try:\n    a = 1\n    fail()\nexcept KeyError as b:\n    c = 1\nfinally:\n    d = 1": "abcd",
    "match 3:\n    case a:\n        fail()": "a",
    "[b := x for x in (1, 2) if fail()]": "b",
    "def a(b=fail()):\n    c = 1": "a",
    "@fail\ndef a():\n    pass": "a",
    "class a:\n    b = 1\n    c = fail()": "a",
    "lambda: (a := 1)\nfail()": "",
    "del a, nothing_like_that, b": "ab",
    "import math as a, no_such as b, os as c": "b",
    "from math import pi as a, no_such as b, tau as c": "b",
    "from no_such import a, b": "ab",
    "import no_such.deep as a": "a",
    "import math.no_such": "",
    "exec('a = = 1'); b = 1": "",
    "%time a = fail()": "a",
    "a = %time fail()": "a",
    "a = 1; b = fail(); c = 2": "b",
}
"""Which of the names a to e are not defined after a cell."""


@pytest.mark.parametrize("source", LOST)
def test_a_failed_statement_unsets_what_it_would_have_bound(shared: Candidate, source: str) -> None:
    cell(shared, BEFORE)
    failed = shared.run_cell(2, source, SECONDS)
    assert failed and all(error.line is not None for error in failed)
    cell(shared, "left = lambda: ''.join(n for n in 'abcde' if n not in globals())\nmath.pi", 3)
    assert call(shared, "left") == LOST[source]
    told = {name for error in failed for name in error.names} & {*"abcde"}
    assert told == {*LOST[source]}


ENDS = {
    "raise SystemExit": "SystemExit",
    "import sys\nsys.exit('enough')": "SystemExit",
    "raise KeyboardInterrupt": "KeyboardInterrupt",
    "raise MemoryError": "MemoryError",
    "return": "SyntaxError",
}


@pytest.mark.parametrize("source", ENDS)
@pytest.mark.parametrize("magic", ["", "%%time\n", "%%capture\n"])
def test_what_ends_a_cell_ends_it(shared: Candidate, source: str, magic: str) -> None:
    cell(shared, BEFORE)
    (failed,) = shared.run_cell(2, f"{magic}a = 1\n{source}\nb = 1", SECONDS)
    assert failed.type == ENDS[source]
    cell(shared, "values = lambda: [a, b]", 3)
    assert call(shared, "values") == [1, "stale"]


def test_a_syntax_error_costs_its_cell_and_what_was_there_stays(shared: Candidate) -> None:
    cell(shared, BEFORE)
    for source in ("a = 1\nb = (", "%%time\na = 1\nb = ("):
        (failed,) = shared.run_cell(2, source, SECONDS)
        line = source.count("\n") + 1
        assert (failed.type, failed.place) == ("SyntaxError", Place(2, line))
    cell(shared, "values = lambda: [a, b]", 3)
    assert call(shared, "values") == ["stale", "stale"]


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("\n\n  \n1 / 0", 4),
        ("\n\n%%time\n\nx = 1\n1 / 0", 6),
        ("%%capture\n%%time\nx = (1,\n     1 / 0)", 4),
        ("!ls \\\n  -l \\\n  -a\nx = !ls \\\n  -l\n1 / 0", 6),
        ("%timeit -n 1 -r 1 \\\n  3\nx = 3\n1 / 0", 4),
        ("from __future__ import annotations\n@print\ndef f(x: no): 1\n1 / 0", 4),
        ("if True:\n    !ls \\\n      -l\n    1 / 0", 4),
    ],
)
def test_errors_name_the_line_of_the_cell(shared: Candidate, source: str, line: int) -> None:
    with pytest.raises(Raised) as raised:
        cell(shared, source, 7)
    assert (raised.value.type, raised.value.place) == ("ZeroDivisionError", Place(7, line))


def test_errors_in_written_modules_name_the_cell_that_writes_them(shared: Candidate) -> None:
    cell(shared, "\n%%writefile wrong.py\n\ndef f():\n    return 1 / 0", 5)
    cell(shared, "from wrong import f", 6)
    with pytest.raises(Raised) as raised:
        call(shared, "f")
    assert raised.value.place == Place(5, 5)


def test_who_looks_after_a_missing_module_is_told_that_it_is_missing(warm: WarmParent) -> None:
    child = warm.fork()
    cell(
        child,
        "found = []\nfor handler in [1]:\n    try:\n        import google.colab\n"
        "        found.append(1)\n    except (ValueError, ImportError):\n        pass\n"
        "try:\n    import google.colab\n    found.append(2)\nexcept KeyError:\n    pass\n"
        "get = lambda: found",
    )
    assert call(child, "get") == [2]
    child.close()


SEABORN = "there is no package seaborn here"


def test_every_message_names_the_cause(graded: Grade) -> None:
    result = graded(
        {
            1: f"import seaborn as np\n{IMPORTS.splitlines()[1]}\npalette = np.color_palette()",
            4: "colours = list(palette)",
            5: "def square(x):\n    return x * x * len(colours)",
            8: "last = np.vectorize(int)",
        }
    )
    assert result.score == 0
    origin = f"np comes from cell 1, line 1, which stopped: {SEABORN}."
    assert message(result, "double").endswith(f"(line 2 of cell 3). {origin}")
    assert message(result, "square") == (
        "square stopped with NameError: name 'colours' is not defined (line 2 of cell 5). colours "
        "comes from cell 4, line 1, which stopped with NameError: name 'palette' is not defined. "
        f"This goes back to cell 1, line 1, which stopped: {SEABORN}."
    )
    assert message(result, "last") == (
        "last is not defined: it comes from cell 8, line 1, which stopped with NameError: name "
        "'np' is not defined. This goes back to cell 1, line 1, which stopped: "
        f"{SEABORN}."
    )
    first, second, third, fourth = result.notes
    assert first == (
        f"Cell 1, line 1, stopped with ModuleNotFoundError: {SEABORN}. Because of that, these "
        "names are not defined: np."
    )
    assert second.startswith(
        f"Cell 1, line 3, stopped with NameError: name 'np' is not defined. {origin}"
    )
    assert third.startswith("Cell 4, line 1, stopped") and fourth.startswith("Cell 8, line 1,")


def test_names_of_skipped_cells_are_told(graded: Grade) -> None:
    result = graded(
        {
            3: "def double(x):\n    return helper(x)",
            5: "made = Tool()\n\ndef square(x):\n    return x * x",
            8: "",
        },
        skipped={
            2: "import os\ndef helper(x):\n    return 2 * x\nfor i, Tool in [(1, int)]:\n    pass",
            7: "%%time\n%matplotlib inline\n" + CELLS[8],
        },
    )
    assert message(result, "double").endswith("helper comes from cell 2, which the grader skips.")
    assert message(result, "last") == (
        "last is not defined: it comes from cell 7, which the grader skips, because it has the tag "
        "otter_ignore. Copy its code into a new cell and delete this one: a new cell has no tag."
    )
    assert result.score == 2
    (note,) = result.notes
    assert "Tool comes from cell 2, which the grader skips." in note


def test_a_skipped_cell_that_is_no_python_says_what_it_can(graded: Grade) -> None:
    result = graded({3: ""}, skipped={9: f"{CELLS[3]}\nx = = 3"})
    assert "it comes from cell 9, which the grader skips" in message(result, "double")


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("double = [0.7]", "double is a list at the end (cell 9), but the tests call it."),
        ("for double in range(3): pass", "double is an int at the end (cell 9)"),
        ("double = None", "double is None at the end (cell 9)"),
        ("import numpy.linalg as double", "double is a module at the end (cell 9)"),
    ],
)
def test_a_name_that_stands_for_something_else_is_told(
    graded: Grade, source: str, said: str
) -> None:
    result = graded({9: source})
    assert result.score == FULL - 2
    assert message(result, "double").startswith(said)


@pytest.mark.parametrize(
    ("cells", "name", "said"),
    [
        ({9: "np = np.zeros(3)"}, "double", "np is an ndarray since cell 9. Give that another"),
        ({1: f"{IMPORTS}\nnp = None"}, "double", "np is None since cell 1. Give that another"),
        ({4: "int = 3"}, "double", "int is an int since cell 4. Give that another name."),
        ({9: "for prod in range(3): pass"}, "square", "prod is an int since cell 9."),
        ({9: "del np"}, "double", "np was deleted in cell 9. Delete that line, or define it"),
        ({9: "del square"}, "square", "square is not defined: it was deleted in cell 9. Delete"),
        ({9: "get_ipython().reset()"}, "last", "last is not defined: it was deleted in cell 9."),
    ],
)
def test_a_name_that_a_later_cell_takes_away_is_told(
    graded: Grade, cells: dict[int, str], name: str, said: str
) -> None:
    assert said in message(graded(cells), name)


@pytest.mark.parametrize(
    ("cells", "name", "said"),
    [
        ({9: "del np\nimport numpy as np\nint = float"}, "double", ""),
        ({9: "del np\nimport seaborn as np"}, "double", "np comes from cell 9, line 2, which"),
        ({5: "def square(x):\n    return 'a' - x"}, "square", "(line 2 of cell 5)"),
        ({4: "del square", 5: "def square(x):\n    return undefined"}, "square", "of cell 5)"),
    ],
)
def test_only_what_takes_a_name_away_is_told(
    graded: Grade, cells: dict[int, str], name: str, said: str
) -> None:
    assert message(graded(cells), name).count(" since ") == 0
    assert "was deleted" not in message(graded(cells), name)
    assert said in message(graded(cells), name)


def test_an_import_in_a_cell_that_does_not_run_is_the_cause(graded: Grade) -> None:
    result = graded({1: f"{IMPORTS}\nx = = 1"})
    assert "np comes from cell 1, which stopped with SyntaxError" in message(result, "double")
    assert "prod comes from cell 1, which" in message(result, "square")


def test_what_a_notebook_shows_of_tracebacks_changes_no_message(graded: Grade) -> None:
    result = graded(
        {2: "import sys\nsys.tracebacklimit = 0", 3: "def double(x):\n    return x / 0"}
    )
    assert message(result, "double").endswith("(line 2 of cell 3)")


def test_networks_of_tests_are_as_usual_whatever_a_notebook_sets(candidate: Candidate) -> None:
    import numpy as np

    cell(
        candidate,
        "import keras, numpy as np\nkeras.mixed_precision.set_global_policy('mixed_float16')\n"
        "keras.backend.set_image_data_format('channels_first')\n"
        "def run(model):\n    y = np.asarray(model(np.full((1, 1, 3, 1), 1 / 3, 'float32')))\n"
        "    own = keras.config.dtype_policy().name, keras.config.image_data_format()\n"
        "    return [y, *own]",
    )
    args = {"input_shape": [1, 3, 1], "weights": [np.ones((1, 2, 1, 1)), np.zeros(1)], "args": []}
    args |= {"layers": [("Conv2D", {"filters": 1, "kernel_size": (1, 2)})]}
    y, *own = candidate.ask("probe", 60, name="with_network", function="run", args=args)
    assert y.shape == (1, 1, 2, 1) and y == pytest.approx(2 / 3, abs=1e-6)
    assert own == ["mixed_float16", "channels_first"]


def test_a_letter_that_nobody_sees_hides_no_cause(graded: Grade) -> None:
    result = graded({3: f"\ufeff{CELLS[3]}"})
    assert message(result, "double").startswith("double is not defined: Cell 3 stopped with Syntax")


@pytest.mark.parametrize(
    "source",
    [
        "import subprocess\nsubprocess.run(['pip', 'list'])",
        "import sys, subprocess\nsubprocess.check_call([sys.executable, '-m', 'pip', 'list'])",
        "from multiprocessing.pool import Pool\nPool(2).map(abs, [1])",
    ],
)
def test_what_starts_processes_is_told_that_it_cannot(graded: Grade, source: str) -> None:
    result = graded({2: source})
    assert result.score == FULL
    (note,) = result.notes
    assert "no program and no second process can be started when a notebook is graded" in note


def test_no_path_of_the_grader_is_told(graded: Grade) -> None:
    (note,) = graded({2: "from IPython.display import no_such_name"}).notes
    assert "cannot import name 'no_such_name' from 'IPython.display'. " in note


@pytest.mark.parametrize(
    "source",
    [
        "from functools import partial\ndouble = partial(np.dot, 2)",
        "class Times:\n    def __call__(self, x):\n        return 2 * x\ndouble = Times()",
        "double = lambda x: 2 * x",
    ],
)
def test_all_that_can_be_called_counts(graded: Grade, source: str) -> None:
    assert graded({9: source}).score == FULL


def test_nobody_answers_a_question_in_a_function(graded: Grade) -> None:
    result = graded({3: "def double(x):\n    return int(input('Twice? ')) * x"})
    assert "nobody answers input() when a notebook is graded" in message(result, "double")


# --- instruments ------------------------------------------------------------------------------

STEP = """
import keras, tensorflow as tf
class GAN(keras.Model):
    def __init__(self, generator, discriminator, latent_dim):
        super().__init__()
        BODY
    def compile(self, g_optimizer, d_optimizer):
        super().compile()
    def train_step(self, real):
        return {"d_loss": tf.constant(1.5), "g_loss": tf.constant(0.5)}
"""
WEIGHTS = [[[0.5] * 3] * 2, [0.5] * 3, [[0.5] * 2] * 3, [0.5] * 2]


def step(candidate: Candidate, body: str) -> Any:
    """Run the probe of a training step, which records latents."""
    import numpy as np

    weights = [np.array(w, np.float32) for w in WEIGHTS]
    cell(candidate, STEP.replace("BODY", body))
    args = {
        "generator": weights,
        "discriminator": weights,
        "batches": [np.ones((4, 2), np.float32)],
        **{"g_rate": 0.1, "d_rate": 0.1, "latent_scale": 1.0, "seed": 0},
    }
    return candidate.ask("probe", 30, name="train_steps", function="GAN", args=args)


@pytest.mark.parametrize("compiled", [False, True])
def test_what_a_probe_finds_wrong_is_said_as_such_in_compiled_functions_too(
    shared: Candidate, compiled: bool
) -> None:
    import numpy as np

    args = {"names": ["minimax"], "x": np.ones(3, np.float32), "compiled": compiled}
    for body, said in (("None", "should return three tensors for 'minimax'"), ("1 / 0", "")):
        cell(shared, f"def loss_terms(name, x):\n    return {body}")
        with pytest.raises(Raised) as raised:
            shared.ask("probe", 30, name="terms", function="loss_terms", args=args)
        assert raised.value.kind == ("wrong" if said else "exception")
        assert said in raised.value.message


def test_a_fault_of_an_instrument_is_told_from_one_of_the_student_s(shared: Candidate) -> None:
    assert step(shared, "pass")["losses"] == [[1.5, 0.5]]
    with pytest.raises(Raised) as raised:
        step(shared, "generator.layers[0].nothing")
    assert (raised.value.kind, raised.value.type) == ("exception", "AttributeError")
    with pytest.raises(Raised) as raised:  # what only a stock layer has
        step(shared, "assert type(generator.layers[0]).__module__.startswith('keras.')")
    assert (raised.value.kind, raised.value.failure().why) == ("instrument", "instrument")


def test_a_fault_of_an_instrument_gives_no_points_and_is_told_to_the_instructor(
    make_part: MakePart, warm: WarmParent, tmp_path: Path
) -> None:
    probe = (
        'def test_step(GAN):\n    """It runs."""\n    weights = [np.ones(s, "f4") for s in '
        "[(2, 3), 3, (3, 2), 2]]\n    probes.train_steps(GAN, weights, weights, "
        "[np.ones((4, 2))], 0.1, 0.1, 1.0, seed=0)"
    )
    autograder = make_part({"step": probe}, {"step": {"functions": ["GAN"], "seconds": 60}})
    look = "assert type(generator.layers[0]).__module__.startswith('keras.')"
    ours = {"step": Why.INSTRUMENT}
    for body, points, doubtful in (("pass", 2, {}), ("1 / 0", 0, {}), (look, 0, ours)):
        result = run_on(autograder, warm, {1: STEP.replace("BODY", body)}, {})
        assert (result.score, Row.of(result).doubtful) == (points, doubtful)
    assert "The grader is at fault here, not your code: GAN runs, but stops with Assert" in (
        message(result, "step")
    )
    assert records.loads(records.dumps(Record(result))).result == result
    outcome = batch.Outcome(rows=[Row.of(result)])
    assert (
        "Not judged, because the grader itself was at fault: the code runs without its "
        "instruments: student (step). Read the code, and give the points as corrections."
    ) in _summary(outcome)
    page = tmp_path / "report.html"
    class_page.write([Record(result)], page)
    assert "GAN was stopped by the grader's own instruments" in page.read_text(encoding="utf-8")


def test_where_words_are_sealed_a_missing_name_tells_nothing_of_the_draw(
    make_part: MakePart, warm: WarmParent
) -> None:
    test = (
        'def test_hidden_f(f):\n    """It runs."""\n    with draws.sealed("f"):\n'
        "        probes.call(f, [7])"
    )
    cells = {
        1: "import seaborn",
        2: "\n".join(f"d{digit} = undefined" for digit in range(10)),
        3: "def f(drawn):\n    return eval(f'd{drawn}')",
    }
    result = run_on(make_part({"f": test}), warm, cells, {})
    assert message(result, "f") == (
        f"f stopped with NameError. In this notebook, cell 1, line 1 stopped: {SEABORN}."
    )


def test_jit_compile_does_nothing(shared: Candidate) -> None:
    body = "tf.function(generator, jit_compile=True)(tf.ones((4, 2)))"
    assert step(shared, body)["losses"] == [[1.5, 0.5]]


# --- nothing is earned ------------------------------------------------------------------------

GAINS = {
    "an exception before a decoy": {
        3: "raise ValueError\ndef double(x):\n    return 7",
        4: "def double(x):\n    return 8",
    },
    "an old answer behind a new one that fails": {3: f"{CELLS[3]}\ndouble = undefined(double)"},
    "a decoy in a skipped module": {3: "from google.colab import double"},
    "a library that is written": {
        2: "%%writefile numpy.py\ndef allclose(*a): return True\nmultiply = lambda *a: 6",
        3: "def double(x):\n    import numpy\n    return numpy.multiply(1, x)",
    },
}


@pytest.mark.parametrize("name", GAINS)
def test_nothing_is_earned_by_going_on(graded: Grade, name: str) -> None:
    result = graded(GAINS[name])
    assert "double" not in {q.name for q in result.questions if q.score}
    assert message(result, "double")


SHADOWS = ["numpy", "keras", "gankit", "tensorflow", "scipy", "h5py", "PIL", "json", "colorsys"]


def test_written_modules_shadow_no_library(warm: WarmParent) -> None:
    """Whoever imports it: cells, probes, instruments, and libraries when they are asked."""
    child = warm.fork()
    for number, name in enumerate(SHADOWS):
        cell(child, f"%%writefile {name}.py\nmine = 1", number)
        cell(child, f"%%writefile {name}/__init__.py\nmine = 1", number)
    cell(
        child,
        f"import importlib\nmodules = [importlib.import_module(n) for n in {SHADOWS}]\n"
        "mine = lambda: [m.__name__ for m in modules if hasattr(m, 'mine')]",
    )
    assert call(child, "mine") == []
    cell(child, "%%writefile google/colab/__init__.py\nmine = 1")
    cell(child, "%%writefile google/__init__.py\nmine = 1")
    cell(child, "import google.protobuf, google\nmine = lambda: hasattr(google, 'mine')")
    assert call(child, "mine") is False
    assert step(child, "pass")["losses"] == [[1.5, 0.5]]
    child.close()


def test_files_that_are_not_there_are_told_by_their_names(candidate: Candidate) -> None:
    cell(
        candidate,
        "import os\nfrom pathlib import Path\n"
        "def told(path, mode):\n"
        "    try:\n        open(path, mode)\n"
        "    except OSError as error:\n        return str(error)\n"
        "def there(path):\n    return os.path.exists(path), Path(path).exists()\n",
    )
    data = "/kaggle/input/digits.csv"
    assert call(candidate, "told", data, "r") == f"[Errno 2] No such file or directory: '{data}'"
    assert call(candidate, "there", "/kaggle/input") == (False, False)
    # What the machine has is as it was: nothing outside of the scratch folder can be written.
    assert call(candidate, "told", "/usr/x", "w").endswith("'/usr/x'")
    for path in ("/home/anna/digits.csv", "/mnt/digits.csv", "data/digits.csv", ""):
        assert (
            call(candidate, "told", path, "r") == f"[Errno 2] No such file or directory: '{path}'"
        )
        assert call(candidate, "there", path) == (False, path == "")
    assert call(candidate, "told", "", "w") == "[Errno 2] No such file or directory: ''"


def test_what_is_kept_lies_in_the_scratch_folder(candidate: Candidate) -> None:
    """Code that goes past the stand-ins sees that nothing was written where it said."""
    cell(
        candidate,
        "import io, os\nopen('/mnt/mine.txt', 'w').close()\n"
        "def real(path):\n    try:\n        io.FileIO(path).close()\n"
        "    except OSError:\n        return False\n    return True\n"
        "def kept():\n    return [real('/mnt/mine.txt'), real('.elsewhere/mnt/mine.txt')]",
    )
    assert call(candidate, "kept") == [False, True]


KEPT = {
    "names of arguments": "open(file='/mnt/a/b', mode='w').close()\n"
    "os.rename(src='/mnt/a/b', dst='/home/c')\nos.mkdir(path='/home/d', mode=0o700)\n"
    "os.open('/home/e', flags=os.O_CREAT | os.O_WRONLY, mode=0o600)\n"
    "found = sorted(os.listdir(path='/home')) == ['c', 'd', 'e'] or os.listdir('/home')",
    "what is there already": "os.mkdir('/mnt/a')\ntry:\n    os.mkdir('/mnt/a')\n"
    "except FileExistsError as error:\n    found = error.filename == '/mnt/a'",
    "what is not there": "try:\n    open('/mnt/none/a.csv')\n"
    "except FileNotFoundError as error:\n    found = error.filename == '/mnt/none/a.csv'",
    "folders above": "os.makedirs('../../figures/a', exist_ok=True)\n"
    "open('../../figures/a/b', 'w').write('1')\nos.makedirs('/mnt/d', exist_ok=True)\n"
    "os.chdir('/mnt/d')\nopen('c', 'w').close()\n"
    "import shutil\nshutil.copy2('../d/c', '/mnt/c')\nos.chdir(os.environ['HOME'])\n"
    "found = open('../../figures/a/b').read() == '1' and os.access('/mnt/c', os.R_OK)",
    "paths in a roundabout way": "open('/mnt/../mnt/./a', 'w').write('1')\n"
    "found = open('//mnt/a').read() == '1' and not os.path.exists('/mnt/../usr/a')",
    "what is open already": "number = os.open('a', os.O_CREAT | os.O_RDWR)\n"
    "open(number, 'w').write('1')\nfound = open('a').read() == '1'",
    "a disk that is full": "try:\n    for number in range(20_000):\n"
    "        open(f'/mnt/{number}', 'w').close()\n"
    "except OSError as error:\n    found = number < 10_000 and error.filename == f'/mnt/{number}'",
}


@pytest.mark.parametrize("name", KEPT)
def test_files_are_kept_as_files_are(candidate: Candidate, name: str) -> None:
    cell(candidate, f"import os\nfound = False\n{KEPT[name]}")
    cell(candidate, "def result():\n    return found")
    assert call(candidate, "result") is True


def test_a_kept_module_shadows_none(candidate: Candidate) -> None:
    cell(
        candidate,
        "import sys\nsys.path.insert(0, '/mnt')\n"
        "for name in ('this', 'gankit', 'mine'):\n"
        "    open(f'/mnt/{name}.py', 'w').write('own = True')\n"
        "import gankit, this, mine\n"
        "def own():\n    return [hasattr(m, 'own') for m in (gankit, this, mine)]",
    )
    assert call(candidate, "own") == [False, False, True]
