import { isOperator } from '../sts/policy/condition-operators.ts';
import type { JsonReader } from './json-reader.ts';
import type { Condition, TrustStatement } from './world.ts';

/**
 * An IAM trust policy document. What the local AWS cannot judge (NotPrincipal, an unknown condition operator)
 * is refused here rather than ignored later.
 */
export function parseTrustPolicy(json: JsonReader): readonly TrustStatement[] {
  if (json.isMissing) {
    throw json.fault('is missing: a trust policy document {"Version": "2012-10-17", "Statement": […]}');
  }
  const statements = oneOrMany(json.field('Statement')).map(parseStatement);
  if (statements.length === 0) {
    throw json.fault('has no Statement');
  }
  return statements;
}

function parseStatement(json: JsonReader): TrustStatement {
  for (const key of ['NotPrincipal', 'NotAction', 'Resource', 'NotResource']) {
    if (!json.field(key).isMissing) {
      throw json.field(key).fault('is not understood in a trust policy here');
    }
  }
  return {
    allows: json.field('Effect').text(/^(Allow|Deny)$/, 'Allow or Deny') === 'Allow',
    principals: parsePrincipals(json.field('Principal')),
    actions: oneOrMany(json.field('Action')).map((action) =>
      action.text(/^(\*|sts:[A-Za-z*?]+)$/i, 'an action of STS').toLowerCase(),
    ),
    conditions: parseConditions(json.field('Condition')),
  };
}

function parsePrincipals(json: JsonReader): readonly string[] {
  if (json.value === '*') {
    return ['*'];
  }
  const aws = oneOrMany(json.field('AWS')).map((principal) =>
    principal.text(/^(\*|\d{12}|arn:[a-z-]+:(iam|sts)::\d{12}:\S+)$/, 'an ARN, an account number or "*"'),
  );
  const federated = oneOrMany(json.field('Federated')).map((principal) =>
    principal.text(/^arn:[a-z-]+:iam::\d{12}:(oidc|saml)-provider\/\S+$/, 'the ARN of an identity provider'),
  );
  const services = oneOrMany(json.field('Service')).map((principal) =>
    principal.text(/^[a-z0-9.-]+$/, 'a service'),
  );
  return [...aws, ...federated, ...services];
}

function parseConditions(json: JsonReader): readonly Condition[] {
  if (json.isMissing) {
    return [];
  }
  return json.entries().flatMap(([name, keys]) => {
    const ifExists = name.endsWith('IfExists');
    const operator = ifExists ? name.slice(0, -'IfExists'.length) : name;
    if (!isOperator(operator)) {
      throw keys.fault('is not a condition operator that is understood here');
    }
    return keys
      .entries()
      .map(([key, values]) => ({ operator, ifExists, key: key.toLowerCase(), values: parseValues(values) }));
  });
}

function parseValues(json: JsonReader): readonly string[] {
  return oneOrMany(json).map((item) => {
    const isScalar = ['string', 'number', 'boolean'].includes(typeof item.value);
    if (!isScalar) {
      throw item.fault('is not a text, a number or true/false');
    }
    return String(item.value);
  });
}

function oneOrMany(json: JsonReader): readonly JsonReader[] {
  return json.isMissing || Array.isArray(json.value) ? json.items() : [json];
}
