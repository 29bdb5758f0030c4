"""Runs one command under a new pseudo-terminal as its controlling terminal; stdin, stdout and stderr are pipes.

argv[1] is JSON: argv, env, cwd, terminal ("foreground", "background", "none"), stdin ("open", "closed", "terminal"),
dialog ([{expect, flags, when?, send?, signal?}]), timeout (seconds). Prints one JSON object.
"""

import fcntl, json, os, re, select, signal, struct, sys, termios, time

spec = json.loads(sys.argv[1])
FLAGS = {"i": re.I, "m": re.M, "s": re.S}


def pattern(step):
    return re.compile(step["expect"], sum(FLAGS.get(letter, 0) for letter in step["flags"]))


# Before anything is started, so that a pattern Python does not know leaves no child behind.
dialog = [(pattern(step), step) for step in spec["dialog"]]
deadline = time.monotonic() + spec["timeout"]
has_terminal = spec["terminal"] != "none"

master, slave = os.openpty()
fcntl.ioctl(master, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 200, 0, 0))
out_read, out_write = os.pipe()
err_read, err_write = os.pipe()
in_read, in_write = os.pipe()


def program():
    if spec["stdin"] == "terminal":
        for stream in (0, 1, 2):
            os.dup2(slave, stream)
    else:
        os.dup2(in_read if spec["stdin"] == "open" else os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(out_write, 1)
        os.dup2(err_write, 2)
    os.closerange(3, 256)
    if spec["cwd"]:
        os.chdir(spec["cwd"])
    try:
        os.execvpe(spec["argv"][0], spec["argv"], spec["env"])
    except OSError as error:
        os.write(2, f"{spec['argv'][0]}: {error}\n".encode())
        os._exit(127)


def background_job():
    """A job that is not in the foreground; tells how it ended through a status of its own."""
    job = os.fork()
    if job == 0:
        os.setpgid(0, 0)
        program()
    try:
        os.setpgid(job, job)
    except OSError:
        pass
    _, status = os.waitpid(job, os.WUNTRACED)
    if os.WIFSTOPPED(status):
        os.kill(job, signal.SIGKILL)
        os._exit(199)
    os._exit(128 + os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status))


leader = os.fork()
if leader == 0:
    os.setsid()
    if has_terminal:
        fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
    background_job() if spec["terminal"] == "background" else program()

for fd in (out_write, err_write, in_read):
    os.close(fd)

seen = {"tty": b"", "stdout": b"", "stderr": b""}
names = {master: "tty", out_read: "stdout", err_read: "stderr"}
searched = 0
status = None
timed_out = False


def text_of(name):
    text = seen[name].decode("utf-8", "replace")
    # The terminal driver adds the carriage returns.
    return text.replace("\r\n", "\n") if name == "tty" else text


def answer():
    """Sends every answer whose question is on the terminal; each question is looked for after the one before."""
    global searched
    while dialog:
        text = text_of("tty")
        found = dialog[0][0].search(text, searched)
        if found is None or not os.path.exists(dialog[0][1].get("when") or "/"):
            return
        searched = found.end()
        _, step = dialog.pop(0)
        if step.get("send") is not None:
            os.write(master, step["send"].encode())
        if step.get("signal"):
            os.kill(leader, getattr(signal, step["signal"]))


def drain(wait):
    ready, _, _ = select.select(list(names), [], [], wait)
    for fd in ready:
        try:
            data = os.read(fd, 65536)
        except OSError:
            data = b""
        if data:
            seen[names[fd]] += data
        else:
            del names[fd]
    return bool(ready)


while status is None:
    drain(0.02)
    answer()
    pid, raw = os.waitpid(leader, os.WNOHANG)
    if pid:
        status = raw
    elif time.monotonic() > deadline:
        timed_out = True
        os.killpg(leader, signal.SIGKILL)
        _, status = os.waitpid(leader, 0)
while names and drain(0):
    pass

mode = termios.tcgetattr(slave)[3]
print(
    json.dumps(
        {
            "stdout": text_of("stdout"),
            "stderr": text_of("stderr"),
            "tty": text_of("tty"),
            "status": os.WEXITSTATUS(status) if os.WIFEXITED(status) else None,
            "signal": signal.Signals(os.WTERMSIG(status)).name if os.WIFSIGNALED(status) else None,
            "cooked": bool(mode & termios.ICANON) and bool(mode & termios.ECHO),
            "unanswered": len(dialog),
            "timedOut": timed_out,
        }
    )
)
