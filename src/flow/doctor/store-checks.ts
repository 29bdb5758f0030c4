import { printable } from '../../core/text/printable.ts';
import { shown } from './aws-files.ts';
import { type Check, fail, type Finding, ok, orOk, warn } from './check.ts';

const PRUNE = 'awscred cache prune';

/** Whether stored items can be read, and what killed processes have left. */
export const STORE_CHECKS: readonly Check[] = [
  {
    id: 'store-usable',
    run({ inspection, run }) {
      const { kind, detail } = run.ports.store.describe();
      const { fault } = inspection;
      return fault === null
        ? [ok(`${kind}: ${printable(detail)}`)]
        : [fail(fault.message, { fix: fault.hints[0] })];
    },
  },
  {
    id: 'folder-trust',
    run: ({ inspection }) =>
      orOk(
        inspection.folders.map((fault) => fail(fault, { fix: 'make it private to you, or remove it' })),
        'awscred’s folders are private to you',
      ),
  },
  {
    id: 'index-health',
    run({ inspection, run }) {
      const rows = run.ports.store.rows().length;
      const states: Readonly<Record<typeof inspection.index, Finding>> = {
        sound: ok(`${rows} ${rows === 1 ? 'item' : 'items'}`),
        missing: run.ports.store.isListed()
          ? ok('nothing is stored yet')
          : warn('the index is lost: which profiles have keys in the store is not known', { fix: PRUNE }),
        damaged: warn('the index is damaged: lists are incomplete, nothing else is affected', { fix: PRUNE }),
        unbelievable: warn('the index is ignored: others own it or can write it', {
          fix: 'see folder-trust; awscred writes a new index',
        }),
      };
      return [states[inspection.index]];
    },
  },
  {
    id: 'orphans',
    run({ inspection: { orphans } }) {
      if (orphans === null) {
        return [warn('not checked: the store cannot be opened', { fix: 'see store-usable' })];
      }
      const { items, rows } = orphans;
      return items + rows === 0
        ? [ok('index and store agree')]
        : [
            warn(`in the store but not in the index: ${items}; in the index but not in the store: ${rows}`, {
              fix: PRUNE,
            }),
          ];
    },
  },
  {
    id: 'expired-items',
    run: ({ inspection: { expired } }) =>
      expired === 0 ? [ok('none')] : [warn(`${expired} expired`, { fix: PRUNE })],
  },
  {
    id: 'unfinished-files',
    run: ({ inspection, run }) =>
      orOk(
        inspection.files.map((file) =>
          warn(`${shown(file, run.ports.environment.home)} was left by a killed process`, { fix: PRUNE }),
        ),
        'none',
      ),
  },
  {
    id: 'lock-holders',
    run: ({ inspection: { holders } }) =>
      orOk(
        holders.map(({ pid, purpose, terminal, stopped }) => {
          const what = printable(purpose ?? 'something', 80);
          const where = terminal === null ? '' : `, ${printable(terminal, 20)}`;
          const text = `\`${what}\` (pid ${pid}${where})`;
          return stopped
            ? warn(`${text} is stopped and holds a lock`, { fix: `kill -CONT ${pid}` })
            : ok(text);
        }),
        'no lock is held',
      ),
  },
];
