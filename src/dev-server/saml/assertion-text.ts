import { toIso } from '../../core/text/time.ts';
import type { SamlProvider } from '../world/world.ts';

/** What an assertion says where it is not the usual. */
export interface AssertionChanges {
  readonly roles?: readonly string[];
  /** Epoch milliseconds. */
  readonly issuedAt?: number;
  readonly audience?: string;
  readonly sessionName?: string | null;
  /** Seconds that the provider's own session lives, which ends the role session too. */
  readonly sessionSeconds?: number;
}

const BEARER = 'urn:oasis:names:tc:SAML:2.0:cm:bearer';

/** A response around an assertion. */
export function responseText(
  provider: SamlProvider,
  assertion: string,
  { at, id }: { readonly at: number; readonly id: string },
): string {
  const namespaces =
    'xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"';
  return `<samlp:Response ${namespaces} ID="_r${id}" Version="2.0" IssueInstant="${toIso(at)}" Destination="${escaped(provider.destination)}">
<saml:Issuer>${issuerOf(provider)}</saml:Issuer>
<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>
${assertion}</samlp:Response>`;
}

/** An assertion in exclusive canonical form, not signed yet. */
export function assertionText(
  provider: SamlProvider,
  changes: AssertionChanges,
  { at: issued, id }: { readonly at: number; readonly id: string },
): string {
  const [at, end] = [toIso(issued), toIso(issued + 5 * 60_000)];
  const session = toIso(issued + (changes.sessionSeconds ?? 12 * 3600) * 1000);
  const { destination } = provider;
  const audience = changes.audience ?? audienceOf(destination);
  return `<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="${id}" IssueInstant="${at}" Version="2.0"><saml:Issuer>${issuerOf(provider)}</saml:Issuer>
<saml:Subject><saml:NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">${escaped(provider.user)}</saml:NameID><saml:SubjectConfirmation Method="${BEARER}"><saml:SubjectConfirmationData NotOnOrAfter="${end}" Recipient="${escaped(destination)}"></saml:SubjectConfirmationData></saml:SubjectConfirmation></saml:Subject>
<saml:Conditions NotBefore="${toIso(issued - 60_000)}" NotOnOrAfter="${end}"><saml:AudienceRestriction><saml:Audience>${escaped(audience)}</saml:Audience></saml:AudienceRestriction></saml:Conditions>
<saml:AuthnStatement AuthnInstant="${at}" SessionIndex="${id}" SessionNotOnOrAfter="${session}"><saml:AuthnContext><saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>
<saml:AttributeStatement>${attributes(provider, changes)}</saml:AttributeStatement></saml:Assertion>`;
}

export function issuerOf({ name }: SamlProvider): string {
  return `https://idp.example/${name}`;
}

/** The provider's ARN in a role's account and partition. */
export function providerArn(roleArn: string, name: string): string {
  const [, partition = 'aws', , , account = ''] = roleArn.split(':');
  return `arn:${partition}:iam::${account}:saml-provider/${name}`;
}

/** The entity that a partition's sign-in page is (docs/wire.md, "SAML"). */
export function audienceOf(destination: string): string {
  const { hostname } = new URL(destination);
  return hostname.endsWith('.amazonaws-us-gov.com')
    ? 'urn:amazon:webservices:govcloud'
    : hostname.endsWith('.amazonaws.cn')
      ? 'urn:amazon:webservices:cn-north-1'
      : 'urn:amazon:webservices';
}

function attributes(
  provider: SamlProvider,
  { roles = provider.roles, sessionName }: AssertionChanges,
): string {
  const pairs = roles.map((role) => {
    const arn = providerArn(role, provider.name);
    return provider.providerFirst ? `${arn},${role}` : `${role},${arn}`;
  });
  const name = sessionName === undefined ? provider.sessionName : sessionName;
  return [attribute('Role', pairs), ...(name === null ? [] : [attribute('RoleSessionName', [name])])].join(
    '',
  );
}

function attribute(name: string, values: readonly string[]): string {
  const all = values.map((value) => `<saml:AttributeValue>${escaped(value)}</saml:AttributeValue>`).join('');
  return `<saml:Attribute Name="https://aws.amazon.com/SAML/Attributes/${name}">${all}</saml:Attribute>`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (char) => ENTITIES[char] ?? char);
}
