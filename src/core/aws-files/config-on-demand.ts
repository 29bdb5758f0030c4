import type { Config, Diagnostic } from './config-model.ts';
import type { SectionKind } from './config-sections.ts';
import { existence, type FileTexts, mergeProfiles, readConfig } from './config.ts';
import { type DraftsOnDemand, draftsOnDemand } from './drafts-on-demand.ts';
import { MapOnDemand } from './map-on-demand.ts';

/**
 * The same value as `readConfig` gives, but a section is read only when it is asked for by name: a plan
 * asks for three of ten thousand profiles. To ask for more (the count, all of them, the diagnostics) reads everything.
 */
export function configOnDemand(files: FileTexts): Config {
  const config = draftsOnDemand('config', files.config.path, files.config.text ?? '');
  const credentials = draftsOnDemand('credentials', files.credentials.path, files.credentials.text ?? '');
  return config === null || credentials === null ? readConfig(files) : demanded(files, config, credentials);
}

function demanded(files: FileTexts, config: DraftsOnDemand, credentials: DraftsOnDemand): Config {
  let read: Config | null = null;
  const whole = (): Config => (read ??= readConfig(files));
  // Once everything has been read, no search is needed: ten thousand searches would read the text as often.
  const known = (): Config | null => read;
  const sections = (kind: Exclude<SectionKind, 'profile'>, all: 'ssoSessions' | 'services') =>
    new MapOnDemand(
      (name) => (known()?.[all] ?? config.of(kind, name).sections[kind]).get(name),
      () => whole()[all],
    );
  const mergedProfile = (name: string): Config['profiles'] =>
    mergeProfiles(config.of('profile', name), credentials.of('profile', name));
  return {
    profiles: new MapOnDemand(
      (name) => (known()?.profiles ?? mergedProfile(name)).get(name),
      () => whole().profiles,
    ),
    ssoSessions: sections('sso-session', 'ssoSessions'),
    services: sections('services', 'services'),
    get diagnostics() {
      return whole().diagnostics;
    },
    diagnosticsOf: (names) => [config, credentials].flatMap((file) => diagnosticsOf(file, names)),
    ...existence(files),
  };
}

/** A line belongs to one section, so that sorting by line gives the order in which they were found. */
function diagnosticsOf(file: DraftsOnDemand, names: ReadonlySet<string>): readonly Diagnostic[] {
  return [...names]
    .flatMap((name) => file.of('profile', name).diagnostics.filter(({ profile }) => profile === name))
    .toSorted((a, b) => a.line - b.line);
}
