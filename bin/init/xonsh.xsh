# awscred for xonsh: `execx($(awscred init xonsh))` in ~/.xonshrc (docs/shells.md).
def _awscred_define():
    import re
    import subprocess
    import sys
    import time
    from xonsh.built_ins import XSH

    printing = '@PRINTING@'.split()
    taking = '@TAKING@'.split()
    names = '@NAMES@'.split()
    state = {'before': None, 'live': [], 'kept': None}

    def read(words):
        # As the program reads its words: whether they are an `assume` to evaluate, `--unset`, where a lone dash stands.
        command, prints, undoes, back, place = None, False, False, None, 0
        while place < len(words):
            word = words[place]
            if word == '--':
                break
            if word.startswith('--'):
                prints = prints or word.split('=')[0] in printing
                undoes = undoes or word == '--unset'
                place += word in taking
            elif word.startswith('-') and word != '-':
                for at, letter in enumerate(word[1:], 2):
                    prints = prints or '-' + letter in printing
                    if '-' + letter in taking:
                        place += at == len(word)
                        break
            elif command is None:
                command = word
                if word != 'assume':
                    break
            elif word == '-':
                back = place
            place += 1
        return command == 'assume' and not prints, undoes, back

    def get(name):
        return XSH.env.get(name) if name in XSH.env else None

    def put(values):
        for name in names:
            if values.get(name) is not None:
                XSH.env[name] = values[name]
            elif name in XSH.env:
                del XSH.env[name]

    def program(command, words, **streams):
        return subprocess.run(command + words, env=XSH.env.detype(), **streams)

    def assume(words, undoes, back, stdin, stderr):
        if back is not None:
            if state['before'] is None:
                print('awscred: there is no profile to go back to', file=stderr or sys.stderr)
                print('awscred: hint: awscred assume PROFILE names one; the next assume remembers it', file=stderr or sys.stderr)
                return 2
            words = words[:back] + state['live'] + ['-p', state['before']] + words[back + 1:]
        was = get('AWSCRED_PROFILE')
        # Live: the profile's name, and no keys.
        is_live = not get('AWS_ACCESS_KEY_ID') and get('AWS_PROFILE') == was
        done = program(@ASSUME@, ['-o', 'xonsh'] + words, stdin=stdin, stdout=subprocess.PIPE, stderr=stderr)
        if done.returncode != 0:
            return done.returncode if done.returncode > 0 else 128 - done.returncode
        if not undoes and state['kept'] is None:
            state['kept'] = {name: XSH.env[name] for name in names if name in XSH.env}
        XSH.builtins.execx(done.stdout.decode(), 'exec', {}, filename='awscred')
        if undoes and state['kept'] is not None:
            put(state['kept'])
            state['kept'] = None
        variable = get('AWSCRED_PROMPT_VARIABLE') or '@PROMPT_VARIABLE@'
        if not undoes and variable != 'none' and get('AWSCRED_PROFILE'):
            XSH.env['AWS_VAULT'] = XSH.env['AWSCRED_PROFILE']
        if was and was != get('AWSCRED_PROFILE'):
            state['before'] = was
            state['live'] = ['--live'] if is_live else []
        return 0

    # In a thread of its own: xonsh 0.13 waits for ever on an alias that is none in front of a pipe.
    def awscred(args, stdin=None, stdout=None, stderr=None, spec=None):
        if getattr(spec, 'captured', None) == 'hiddenobject':
            # What xonsh itself reads and shows again is the terminal for the program.
            stdout = None if getattr(spec, 'captured_stdout', None) is not None else stdout
            stderr = None if getattr(spec, 'captured_stderr', None) is not None else stderr
        words = list(args)
        is_assume, undoes, back = read(words)
        if is_assume:
            return assume(words, undoes, back, stdin, stderr)
        code = program(@RUN@, words, stdin=stdin, stdout=stdout, stderr=stderr).returncode
        return code if code >= 0 else 128 - code

    def prompt():
        # Only digits are counted with.
        text = re.sub(r'[\x00-\x1f\x7f-\x9f]', '?', str(get('AWSCRED_PROFILE') or ''))
        expires = str(get('AWSCRED_EXPIRES') or '')
        if text == '' or not re.fullmatch('[0-9]{1,12}', expires):
            return text
        left = int(expires) - int(time.time())
        minutes = left // 60
        if left <= 0:
            return text + ' expired'
        if left < 300:
            return f'{text} {minutes}m!'
        if left < 3600:
            return f'{text} {minutes}m'
        return f'{text} {minutes // 60}h' + (f'{minutes % 60}m' if minutes % 60 else '')

    def awscred_prompt(args, stdin=None, stdout=None):
        print(prompt(), end='', file=stdout or sys.stdout)

    XSH.aliases['awscred'] = awscred
    XSH.aliases['awscred_prompt'] = awscred_prompt
    XSH.env['PROMPT_FIELDS']['awscred'] = prompt
#cmd     XSH.aliases['@CMD@'] = lambda args, stdin=None, stdout=None, stderr=None, spec=None: awscred(['assume'] + list(args), stdin, stdout, stderr, spec)

    def complete(context):
        # Names that would need more than quotes are left out: xonsh expands `$` inside quotes too.
        command = context.args[0].value if context.args else ''
        if command not in ('awscred', '@CMD@') or context.arg_index == 0:
            return None
        words = [arg.value for arg in context.args[:context.arg_index]] + [context.prefix]
        env = dict(XSH.env.detype(), NODE_EXTRA_CA_CERTS='', NODE_OPTIONS='')
        done = subprocess.run(@COMPLETE@ + ['xonsh'] + words, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        kind, *lines = done.stdout.decode().splitlines() or ['']
        if kind != 'values':
            return None
        found = set()
        for line in lines:
            value, _, about = line.partition('\t')
            if not value.startswith(context.prefix) or re.search(r'''[$"'\\{}\x00-\x1f]''', value):
                continue
            is_plain = re.fullmatch(r'[\w./:@%+,=-]+', value) or context.opening_quote
            shown = value if is_plain else f"'{value}'"
            found.add(RichCompletion(shown, description=about, prefix_len=len(context.prefix), append_closing_quote=bool(is_plain)))
        return found

    try:
        from xonsh.completers.completer import add_one_completer
        from xonsh.completers.tools import RichCompletion, contextual_command_completer
        add_one_completer('awscred', contextual_command_completer(complete), 'start')
    except ImportError:
        pass


_awscred_define()
del _awscred_define
