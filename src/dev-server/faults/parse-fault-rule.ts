import type { Service } from '../call-log.ts';
import { JsonReader } from '../world/json-reader.ts';
import type { Fault, FaultRule } from './fault-rule.ts';

/** A rule from JSON, for the control plane. Throws AwscredError CONFIG naming the field. */
export function parseFaultRule(json: unknown): FaultRule {
  const root = new JsonReader(json, 'fault');
  const service = root.field('service');
  const operation = root.field('operation');
  const times = root.field('times');
  return {
    how: parseFault(root.field('how')),
    ...(service.isMissing ? {} : { service: parseService(service) }),
    ...(operation.isMissing ? {} : { operation: operation.text() }),
    ...(times.isMissing
      ? {}
      : { times: times.value === 'always' ? ('always' as const) : times.integer(1, 1_000_000) }),
  };
}

function parseFault(json: JsonReader): Fault {
  const kind = json.field('kind').text();
  switch (kind) {
    case 'hang':
    case 'truncate':
    case 'expired':
      return { kind };
    case 'status':
      return {
        kind,
        status: json.field('status').integer(200, 599),
        ...optional('body', json, (field) => field.text(/^.*$/s)),
        ...optional('headers', json, (field) =>
          Object.fromEntries(field.entries().map(([name, value]) => [name, value.text()])),
        ),
      };
    case 'reset':
      return { kind, ...optional('handled', json, (field) => field.flag()) };
    case 'slow':
      return {
        kind,
        delayMs: json.field('delayMs').integer(0, 600_000),
        ...optional('drip', json, (field) => field.flag()),
      };
    case 'garbage':
      return {
        kind,
        ...optional('body', json, (field) => field.text(/^.*$/s)),
        ...optional('contentType', json, (field) => field.text()),
      };
    default:
      throw json.field('kind').fault('is not status, reset, hang, truncate, slow, garbage or expired');
  }
}

const SERVICES: readonly Service[] = [
  'sts',
  'iam',
  'sso-oidc',
  'sso',
  'signin',
  'rolesanywhere',
  'github',
  'imds',
  'container',
  'page',
];

function parseService(json: JsonReader): Service {
  const name = json.text();
  const service = SERVICES.find((each) => each === name);
  if (service === undefined) {
    throw json.fault(`is not ${SERVICES.slice(0, -1).join(', ')} or page`);
  }
  return service;
}

function optional<Key extends string, Value>(
  key: Key,
  json: JsonReader,
  read: (field: JsonReader) => Value,
): { [Name in Key]?: Value } {
  const field = json.field(key);
  return field.isMissing ? {} : ({ [key]: read(field) } as { [Name in Key]?: Value });
}
