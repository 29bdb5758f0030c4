"""Runs two commands in turn and times each as a whole process: JSON in on stdin, JSON out.

In:  {"a": [argv], "b": [argv], "env": {...}, "env_b": {...}, "pairs": 40}
Out: {"a": {"wall": [s...], "cpu": [s...]}, "b": {...}} without the first pair, which only warms caches.

A program of its own, since Node tells neither a child's processor time nor starts it as cheaply.
"""

import json
import os
import sys
import time


def run(argv, env):
    out, inp = os.pipe()
    null = os.open(os.devnull, os.O_RDWR)
    actions = [
        (os.POSIX_SPAWN_DUP2, null, 0),
        (os.POSIX_SPAWN_DUP2, inp, 1),
        (os.POSIX_SPAWN_DUP2, null, 2),
        (os.POSIX_SPAWN_CLOSE, out),
    ]
    begun = time.perf_counter()
    pid = os.posix_spawn(argv[0], argv, env, file_actions=actions)
    os.close(inp)
    size = 0
    while chunk := os.read(out, 65536):
        size += len(chunk)
    _, status, usage = os.wait4(pid, 0)
    wall = time.perf_counter() - begun
    os.close(out)
    os.close(null)
    code = os.waitstatus_to_exitcode(status)
    return wall, usage.ru_utime + usage.ru_stime, code, size


def main():
    spec = json.load(sys.stdin)
    found = {"a": {"wall": [], "cpu": []}, "b": {"wall": [], "cpu": []}}
    for pair in range(spec["pairs"] + 1):
        # Which comes first takes turns, as the machine's speed drifts.
        for name in ("a", "b") if pair % 2 == 0 else ("b", "a"):
            env = spec.get("env_" + name, spec["env"])
            wall, cpu, code, size = run(spec[name], env)
            if code != 0:
                sys.exit(f"{' '.join(spec[name])} ended with {code}, having printed {size} bytes")
            if pair > 0:
                found[name]["wall"].append(wall)
                found[name]["cpu"].append(cpu)
    json.dump(found, sys.stdout)


main()
