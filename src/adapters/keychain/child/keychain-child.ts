// The child that can be killed: child.ts starts it, so that a call that prompts or hangs can be ended. It answers one
// line after the other. It ends with its parent: the end of its stdin ends it, even while the addon waits.
import { AwscredError } from '../../../errors.ts';
import { ChunkedItems } from '../chunked-items.ts';
import type { ChildAnswer, ChildLine, ChildRequest, ChildWork } from './child-protocol.ts';
import { loadKeyring, PROBE_ACCOUNT, PROBE_SERVICE, SERVICE } from './native.ts';
import { NativeItems } from './native-items.ts';

// exit() would wait for the addon's thread; a signal does not.
const endNow = (): void => void process.kill(process.pid, 'SIGKILL');

let rest = '';
process.stdin.setEncoding('utf8').on('data', (text: string) => {
  const lines = `${rest}${text}`.split('\n');
  rest = lines.pop() ?? '';
  // The parent sends no line before it has the answer to the last.
  lines.forEach((line) => void answer(line));
});
process.stdin.once('end', endNow).once('close', endNow);
process.stdout.once('error', endNow);

async function answer(line: string): Promise<void> {
  let last: ChildLine;
  try {
    last = { answer: await perform(JSON.parse(line) as ChildRequest) };
  } catch (error) {
    last = { error: wordsOf(error) };
  }
  process.stdout.write(`${JSON.stringify(last)}\n`);
}

async function perform(request: ChildRequest): Promise<ChildAnswer> {
  const keyring = loadKeyring();
  const onOpen = (): void => tell({ at: 'open' });
  const sentinel = new NativeItems(keyring, PROBE_SERVICE, onOpen);
  const items = new ChunkedItems(new NativeItems(keyring, SERVICE, onOpen), request.limit, request.home);
  return await run(request.work, items, sentinel);
}

async function run(work: ChildWork, items: ChunkedItems, sentinel: NativeItems): Promise<ChildAnswer> {
  switch (work.op) {
    case 'prepare':
      await placeSentinel(sentinel);
      return null;
    case 'read':
      return await items.get(work.account);
    case 'read-many':
      return await readMany(items, work.accounts);
    case 'write-many':
      await writeMany(items, work);
      await placeSentinel(sentinel);
      return null;
    case 'sweep':
      return await items.sweep(SWEEP_PAUSE_MS);
    case 'write':
      await items.set(work.account, work.text);
      if (work.sentinel) {
        await placeSentinel(sentinel);
      }
      return null;
    case 'search':
      return (await items.accounts()).filter((each) =>
        work.prefixes.some((prefix) => each.startsWith(prefix)),
      );
    case 'remove':
      return await remove(items, work);
  }
}

/** Longer than a writer needs between the chunks and the head that names them. */
const SWEEP_PAUSE_MS = 1000;

async function readMany(
  items: ChunkedItems,
  accounts: readonly string[],
): Promise<readonly (readonly [string, string])[]> {
  const found: (readonly [string, string])[] = [];
  for (const account of accounts) {
    const text = await items.get(account);
    found.push(...(text === null ? [] : [[account, text] as const]));
    tell({ at: 'step' });
  }
  return found;
}

async function writeMany(items: ChunkedItems, work: Extract<ChildWork, { op: 'write-many' }>): Promise<void> {
  for (const { account, text } of work.items) {
    await items.set(account, text);
    tell({ at: 'step' });
  }
}

async function placeSentinel(sentinel: NativeItems): Promise<void> {
  if ((await sentinel.get(PROBE_ACCOUNT)) === null) {
    await sentinel.set(PROBE_ACCOUNT, 'says whether this keychain is locked; holds nothing');
  }
}

async function remove(items: ChunkedItems, work: Extract<ChildWork, { op: 'remove' }>): Promise<number> {
  let removed = 0;
  for (const account of work.accounts) {
    removed += (await items.delete(account)) ? 1 : 0;
    tell({ at: 'step' });
  }
  if (work.sweep) {
    await items.sweep(0);
  }
  return removed;
}

function tell(line: ChildLine): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

function wordsOf(error: unknown): string {
  if (error instanceof AwscredError) {
    return `${error.message} ${error.code === 'NATIVE' ? 'Cannot find native binding' : ''}`;
  }
  return error instanceof Error ? error.message : 'unknown error';
}
