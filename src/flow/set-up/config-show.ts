import type { Config, Property, Section } from '../../core/aws-files/config-model.ts';
import { shownKeyId } from '../../core/plan/key-id.ts';
import { printable, printableValue, tilde } from '../../core/text/printable.ts';
import { Secret } from '../../core/secret.ts';

/** What may be printed as JSON. Objects have no prototype, so that `__proto__` is a key like any other. */
type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** The shape of `config show --json` (docs/json.md): secrets are `***` unless empty. */
export function configShow(config: Config): Json {
  return {
    version: 1,
    profiles: sectionsToJson(config.profiles),
    sso_sessions: sectionsToJson(config.ssoSessions),
    services: sectionsToJson(config.services),
    diagnostics: config.diagnostics.map(({ severity, code, message, file, line, profile }) => ({
      severity,
      code,
      message,
      file,
      line,
      profile,
    })),
  };
}

/** The same for people: sections with the line of every key, then what is wrong. `home` becomes `~`. */
export function configShowText(config: Config, home: string): string {
  const place = (at: { file: string; line: number }): string =>
    `${printable(tilde(at.file, home))}:${at.line}`;
  const lines = [
    ...sectionsToText('profile', config.profiles, place),
    ...sectionsToText('sso-session', config.ssoSessions, place),
    ...sectionsToText('services', config.services, place),
    ...config.diagnostics.map((found) => `${place(found)}: ${found.severity}: ${printable(found.message)}`),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

function sectionsToJson(sections: ReadonlyMap<string, Section>): Json {
  return record(sections, (section) => propertiesToJson(section.properties));
}

function propertiesToJson(properties: ReadonlyMap<string, Property>): Json {
  return record(properties, ({ value, file, line }, key) => ({
    value:
      typeof value === 'string' || value instanceof Secret ? masked(key, value) : propertiesToJson(value),
    file,
    line,
  }));
}

function masked(key: string, value: string | Secret): string {
  if (typeof value === 'string') {
    return key === 'aws_access_key_id' ? shownKeyId(value) : value;
  }
  return value.length === 0 ? '' : '***';
}

function record<T>(entries: ReadonlyMap<string, T>, toJson: (value: T, name: string) => Json): Json {
  const result = Object.create(null) as Record<string, Json>;
  for (const [name, value] of entries) {
    result[name] = toJson(value, name);
  }
  return result;
}

type Place = (at: { file: string; line: number }) => string;

function sectionsToText(kind: string, sections: ReadonlyMap<string, Section>, place: Place): string[] {
  return [...sections.values()].flatMap((section) => [
    row(`[${kind} ${printable(section.name, 80)}]`, place(section)),
    ...propertiesToText(section.properties, '  ', place),
    '',
  ]);
}

function propertiesToText(properties: ReadonlyMap<string, Property>, indent: string, place: Place): string[] {
  return [...properties].flatMap(([key, property]) => {
    const { value } = property;
    const isBlock = typeof value !== 'string' && !(value instanceof Secret);
    const text = isBlock ? '' : printableValue(masked(key, value));
    const line = row(`${indent}${printable(key, 80)} =${text === '' ? '' : ` ${text}`}`, place(property));
    return isBlock ? [line, ...propertiesToText(value, `${indent}  `, place)] : [line];
  });
}

function row(text: string, place: string): string {
  return `${text.padEnd(56)}  ${place}`;
}
