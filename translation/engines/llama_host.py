"""The process that holds a GGUF model: llama.cpp's own server, by `xllamacpp`, on a free port of the loopback.

`python -m translation.engines.llama_host MODEL --slots N --threads N --context TOKENS` prints one JSON line, its
address or why there is none, and serves until its standard input ends. A process of its own, because the library takes
over the signals of the one it runs in, and because a broken model file can end it: then a model is gone, not the
service.

The key that callers must send is handed over in the environment (`PARLEY_LLAMA_KEY`), where no other user can read it.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from typing import Any

KEY_VARIABLE = "PARLEY_LLAMA_KEY"
NICENESS = 5
"""The model takes what processor time the service itself leaves over."""
QUIET = -1


def main(arguments: list[str]) -> None:
    options = _parser().parse_args(arguments)
    os.nice(NICENESS)
    # The library writes to standard output: what the parent reads must not be mixed up with it.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    try:
        server = _serve(options)
    except Exception as error:  # noqa: BLE001  # whatever the library raises, the parent is told
        answers.write(json.dumps({"error": str(error) or type(error).__name__}) + "\n")
        answers.flush()
        return
    answers.write(json.dumps({"address": server.listening_address}) + "\n")
    answers.flush()
    sys.stdin.buffer.read()
    # The library's own way to end waits for requests under way; nobody is left to wait for them.
    os._exit(0)


def _serve(options: argparse.Namespace) -> Any:
    import xllamacpp

    parameters = xllamacpp.CommonParams()
    parameters.model.path = options.model
    parameters.hostnames = ["127.0.0.1"]
    parameters.port = 0
    parameters.api_keys = [os.environ[KEY_VARIABLE]]
    # The weights are laid out anew for the processor: the file's own pages would be held twice.
    parameters.load_mode = xllamacpp.llama_load_mode.LLAMA_LOAD_MODE_NONE
    parameters.n_parallel = options.slots
    parameters.n_ctx = options.context
    parameters.kv_unified = True
    parameters.cpuparams.n_threads = parameters.cpuparams_batch.n_threads = options.threads
    parameters.cache_prompt = True
    parameters.cache_ram_mib = 256
    parameters.use_jinja = True
    parameters.ui = False
    parameters.endpoint_metrics = parameters.endpoint_slots = parameters.endpoint_props = False
    parameters.verbosity = QUIET
    return xllamacpp.Server(parameters)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="llama_host")
    parser.add_argument("model")
    parser.add_argument("--slots", type=int, default=4)
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--context", type=int, default=8192)
    return parser


if __name__ == "__main__":
    main(sys.argv[1:])
