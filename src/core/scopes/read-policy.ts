import { POLICY_MOST } from './policy-text.ts';

/** A policy as it is sent, or why it is none. */
export type ReadPolicy =
  | { readonly policy: string }
  /** `line`: where one is known, counted from 1. */
  | { readonly fault: string; readonly line: number | null };

/**
 * An IAM policy without insignificant white space. IAM's grammar is closed, so a misspelt element is a fault here and
 * not a policy that says something else.
 */
export function readPolicy(text: string): ReadPolicy {
  let document: unknown;
  try {
    document = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    return { fault: 'is not JSON text', line: lineOfFault(error, text) };
  }
  const fault = documentFault(document);
  const policy = JSON.stringify(document);
  if (fault !== null) {
    return { fault, line: null };
  }
  if (/[^\x20-\xFF]/.test(policy)) {
    const fault = 'has a character that AWS does not take in a policy (beyond U+00FF)';
    return { fault, line: lineAt(text.search(/[^\t\n\r\x20-\xFF]/), text) };
  }
  return policy.length > POLICY_MOST
    ? {
        fault: `has ${policy.length} characters without white space; AWS takes ${POLICY_MOST}`,
        line: null,
      }
    : { policy };
}

/** V8 names the character where it gave up, or says that the text ended. */
function lineOfFault(error: unknown, text: string): number | null {
  const message = error instanceof Error ? error.message : '';
  const position = /position (\d+)/.exec(message)?.[1];
  if (position !== undefined) {
    return lineAt(Number(position), text);
  }
  return /end of JSON/.test(message) ? lineAt(text.length, text) : null;
}

function lineAt(position: number, text: string): number | null {
  return position < 0 ? null : text.slice(0, position).split('\n').length;
}

const TOP = ['Version', 'Id', 'Statement'];
const ELEMENTS = ['Sid', 'Effect', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition'];

function documentFault(document: unknown): string | null {
  if (!isObject(document)) {
    return 'is not a policy: it is no JSON object';
  }
  const odd = Object.keys(document).find((key) => !TOP.includes(key));
  if (odd !== undefined) {
    return `is not a policy: ${shown(odd)} is no element of one`;
  }
  const version = document['Version'];
  if (version !== undefined && version !== '2012-10-17' && version !== '2008-10-17') {
    return 'is not a policy: its Version is neither 2012-10-17 nor 2008-10-17';
  }
  const statements = listOf(document['Statement']);
  if (document['Statement'] === undefined || statements.length === 0) {
    return 'is not a policy: it has no Statement';
  }
  for (const [index, statement] of statements.entries()) {
    const fault = statementFault(statement);
    if (fault !== null) {
      return `is not a policy: statement ${index + 1} ${fault}`;
    }
  }
  return null;
}

function statementFault(statement: unknown): string | null {
  if (!isObject(statement)) {
    return 'is no JSON object';
  }
  const odd = Object.keys(statement).find((key) => !ELEMENTS.includes(key));
  if (odd !== undefined) {
    return /^(?:Not)?Principal$/.test(odd)
      ? `has a ${odd}, which a policy for a session cannot have`
      : `has ${shown(odd)}, which is no element of a statement`;
  }
  const effect = statement['Effect'];
  if (effect !== 'Allow' && effect !== 'Deny') {
    return 'needs an Effect, Allow or Deny';
  }
  const condition = statement['Condition'];
  if (condition !== undefined && !isObject(condition)) {
    return 'has a Condition that is no JSON object';
  }
  return eitherFault(statement, 'Action') ?? eitherFault(statement, 'Resource');
}

/** Exactly one of `Action` and `NotAction`: a text, or a list of some. */
function eitherFault(statement: Readonly<Record<string, unknown>>, name: string): string | null {
  const given = [name, `Not${name}`].filter((key) => statement[key] !== undefined);
  const [key = ''] = given;
  if (given.length !== 1) {
    return `needs ${name} or Not${name}${given.length > 1 ? ', not both' : ''}`;
  }
  const values = listOf(statement[key]);
  return values.length > 0 && values.every((value) => typeof value === 'string' && value !== '')
    ? null
    : `has ${/^[AEIOU]/.test(key) ? 'an' : 'a'} ${key} that is neither text nor a list of texts`;
}

function shown(key: string): string {
  return /^[A-Za-z]{1,40}$/.test(key) ? key : 'an odd key';
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [value];
}
