"""python3 -P prompt-ends.py HOW WAIT_FOR COMMAND...: runs COMMAND on a terminal of its own until WAIT_FOR is shown there, then
ends it: by a signal's name, a text to type (as `type:TEXT`), or `vanish`, which closes the terminal (`vanish-ignored`
with SIGHUP ignored). Prints a JSON object: status, stdout, stderr, and the terminal's text."""
import json, os, pty, select, signal, sys, tempfile, time

how, wait_for, command = sys.argv[1], sys.argv[2], sys.argv[3:]
out, err = tempfile.mkstemp()[1], tempfile.mkstemp()[1]
pid, terminal = pty.fork()
if pid == 0:
    if how == "vanish-ignored":
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
    for number, path in ((1, out), (2, err)):
        os.dup2(os.open(path, os.O_WRONLY), number)
    os.execvp(command[0], command)
shown, ends = "", time.monotonic() + 60
while wait_for not in shown and time.monotonic() < ends:
    if select.select([terminal], [], [], 0.1)[0]:
        try:
            shown += os.read(terminal, 4096).decode("utf8", "replace")
        except OSError:
            break
if how.startswith("vanish"):
    os.close(terminal)
elif how.startswith("type:"):
    os.write(terminal, how[5:].encode())
else:
    os.kill(pid, getattr(signal, how))
while time.monotonic() < ends:
    done, status = os.waitpid(pid, os.WNOHANG)
    if done:
        break
    if not how.startswith("vanish") and select.select([terminal], [], [], 0.02)[0]:
        try:
            shown += os.read(terminal, 4096).decode("utf8", "replace")
        except OSError:
            time.sleep(0.02)
    else:
        time.sleep(0.02)
else:
    os.kill(pid, signal.SIGKILL)
    status = None
answer = {"status": None if status is None else os.waitstatus_to_exitcode(status), "shown": shown}
for name, path in (("stdout", out), ("stderr", err)):
    with open(path, encoding="utf8", errors="replace") as file:
        answer[name] = file.read()
    os.unlink(path)
print(json.dumps(answer))
