import type { World } from '../world/world.ts';
import type { PlannedProfile } from './plan-profiles.ts';

/** First line of every file that a dev-server wrote; a file without it is never overwritten. */
export const MARKER = '# Written by awscred dev-server, which may overwrite it.';

const SESSION = 'acme';

/** The text of `config`: one section per profile, each with `endpoint_url`. */
export function configText(world: World, profiles: readonly PlannedProfile[], baseUrl: string): string {
  const region = world.sso?.region ?? 'eu-west-1';
  const serials = new Set(profiles.map((profile) => serialOf(profile)).filter((serial) => serial !== null));
  const codes = [...serials].map(
    (serial) => `# A code of ${serial}: curl -s '${baseUrl}/_dev/mfa-code?serial=${serial}'`,
  );
  const sections = profiles.map((profile) =>
    section(`profile ${profile.name}`, [...keysOf(profile), ['region', region], ['endpoint_url', baseUrl]]),
  );
  return `${[[MARKER, ...codes].join('\n'), ...ssoSession(world), ...sections].join('\n\n')}\n`;
}

/** The text of `credentials`: the users' long-term keys. */
export function credentialsText(profiles: readonly PlannedProfile[]): string {
  const sections = profiles.flatMap((profile) =>
    profile.kind === 'keys'
      ? [
          section(profile.name, [
            ['aws_access_key_id', profile.user.accessKeyId],
            ['aws_secret_access_key', profile.user.secretAccessKey],
          ]),
        ]
      : [],
  );
  return `${[MARKER, ...sections].join('\n\n')}\n`;
}

type Line = readonly [string, string];

function keysOf(profile: PlannedProfile): readonly Line[] {
  switch (profile.kind) {
    case 'sso':
      return [
        ['sso_session', SESSION],
        ['sso_account_id', profile.accountId],
        ['sso_role_name', profile.roleName],
      ];
    case 'keys':
      return [];
    case 'role':
      return roleKeys(profile);
  }
}

function roleKeys({ role, source, way }: PlannedProfile & { kind: 'role' }): readonly Line[] {
  const optional: readonly (readonly [string, string | null])[] = [
    ['external_id', way.externalId],
    ['mfa_serial', way.mfaSerial],
    ['duration_seconds', role.maxSessionDuration === 3600 ? null : String(role.maxSessionDuration)],
  ];
  return [
    ['role_arn', role.arn.text],
    ['source_profile', source],
    ...optional.filter((line): line is Line => line[1] !== null),
  ];
}

function ssoSession({ sso }: World): readonly string[] {
  if (sso === null) {
    return [];
  }
  return [
    section(`sso-session ${SESSION}`, [
      ['sso_start_url', sso.startUrl],
      ['sso_region', sso.region],
      ['sso_registration_scopes', 'sso:account:access'],
    ]),
  ];
}

function section(header: string, lines: readonly Line[]): string {
  return [`[${header}]`, ...lines.map(([key, value]) => `${key} = ${value}`)].join('\n');
}

function serialOf(profile: PlannedProfile): string | null {
  return profile.kind === 'role' ? profile.way.mfaSerial : null;
}
