"""python3 -P record.py: runs a program on a pseudo-terminal of its own and types into it. stdin is a JSON object: argv, env,
cwd, columns, rows, steps (each waits for the text `wait` in what was shown since the step before, then types `type`), and
`end`, the last text to wait for. Prints all that the terminal was sent."""
import fcntl, json, os, pty, select, signal, struct, sys, termios, time

spec = json.load(sys.stdin)
pid, terminal = pty.fork()
if pid == 0:
    os.chdir(spec["cwd"])
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", spec["rows"], spec["columns"], 0, 0))
    os.execvpe(spec["argv"][0], spec["argv"], spec["env"])

shown, at, deadline = b"", 0, time.monotonic() + 60


def until(text):
    """Waits for a text, then for a moment of quiet, so that a screen is drawn whole."""
    global shown, at
    quiet = None
    while time.monotonic() < deadline:
        if select.select([terminal], [], [], 0.05)[0]:
            try:
                shown += os.read(terminal, 65536)
            except OSError:
                return
            quiet = None
            continue
        found = shown.find(text.encode(), at)
        if found >= 0:
            quiet = quiet or time.monotonic()
            if time.monotonic() - quiet > 0.3:
                at = len(shown)
                return
    sys.exit(f"{text!r} was never shown; the terminal has:\n{shown.decode('utf8', 'replace')}")


for step in spec["steps"]:
    until(step["wait"])
    os.write(terminal, step["type"].encode())
until(spec["end"])
os.kill(pid, signal.SIGHUP)
os.waitpid(pid, 0)
sys.stdout.buffer.write(shown)
