import { printable } from '../../core/text/printable.ts';
import { type Check, fail, ok, orOk, warn } from './check.ts';

/** The surroundings: settings, variables, Node, the keychain's library. */
export const MACHINE_CHECKS: readonly Check[] = [
  {
    id: 'settings',
    run: ({ settingsWarnings }) =>
      orOk(
        settingsWarnings.map((text) => warn(text, { fix: 'awscred settings get lists the settings' })),
        'all settings are known',
      ),
  },
  {
    id: 'node',
    run: ({ machine: { node, surroundings } }) => {
      const where = surroundings.length === 0 ? '' : `, in ${surroundings.join(', ')}`;
      return [ok(`${node.version} (${printable(node.path)})${where}`)];
    },
  },
  {
    id: 'keychain-module',
    run({ machine, run }) {
      const module = machine.keychainModule();
      if ('version' in module) {
        return [ok(`@napi-rs/keyring ${module.version}`)];
      }
      const fix = 'reinstall awscred without --omit=optional';
      const isWanted = run.settings.store === 'auto' || run.settings.store === 'keychain';
      return [isWanted ? fail(module.fault, { fix }) : warn(module.fault, { fix })];
    },
  },
  {
    id: 'locks',
    run: ({ machine }) =>
      machine.locksEnd
        ? [ok("the system's own: they end with their process")]
        : [ok('files: one whose process is gone is found by its pid')],
  },
  {
    id: 'proxy',
    run({ machine }) {
      const proxy = machine.proxy();
      if ('fault' in proxy) {
        return [fail(proxy.fault, { fix: 'export HTTPS_PROXY=http://HOST:PORT, or unset it' })];
      }
      return [ok(proxy.name === null ? 'none' : `calls to AWS go through ${printable(proxy.name)}`)];
    },
  },
  {
    id: 'extra-certificates',
    run({ machine, run }) {
      const isSet = run.ports.environment.get('NODE_EXTRA_CA_CERTS') !== null;
      return isSet && machine.node.version.startsWith('20.')
        ? [
            warn('NODE_EXTRA_CA_CERTS makes every start of Node 20 take about three times as long', {
              fix: 'name the bundle in AWS_CA_BUNDLE instead, and unset NODE_EXTRA_CA_CERTS; or use Node 22',
            }),
          ]
        : [ok(isSet ? 'NODE_EXTRA_CA_CERTS is set' : 'none')];
    },
  },
  {
    id: 'certificate-verification',
    run: ({ run }) =>
      run.ports.environment.get('NODE_TLS_REJECT_UNAUTHORIZED') === '0'
        ? [
            warn(
              'NODE_TLS_REJECT_UNAUTHORIZED=0: awscred still verifies certificates, other Node programs do not',
              {
                fix: 'unset NODE_TLS_REJECT_UNAUTHORIZED',
              },
            ),
          ]
        : [ok('on')],
  },
  {
    id: 'shell-credentials',
    run({ run }) {
      const { environment, clock } = run.ports;
      const held = environment.get('AWSCRED_PROFILE');
      if (environment.get('AWS_ACCESS_KEY_ID') === null) {
        return [ok('none in this shell')];
      }
      if (held === null) {
        return [
          warn('AWS_ACCESS_KEY_ID is exported: it overrides AWS_PROFILE in every AWS tool', {
            fix: 'unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_SECURITY_TOKEN',
          }),
        ];
      }
      const ends = Number(environment.get('AWSCRED_EXPIRES') ?? Number.POSITIVE_INFINITY);
      return ends * 1000 <= clock.now()
        ? [warn(`those of ${printable(held, 60)} have ended`, { fix: 'eval $(awscred assume --unset)' })]
        : [ok(`this shell holds ${printable(held, 60)}`)];
    },
  },
];
