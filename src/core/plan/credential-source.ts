/** The three values of `credential_source`, exactly as AWS spells them, and the step each plans. */
export const CREDENTIAL_SOURCES = {
  Environment: 'environment',
  Ec2InstanceMetadata: 'instance',
  EcsContainer: 'container',
} as const;

export function credentialSourceKind(value: string): 'environment' | 'instance' | 'container' | null {
  return Object.hasOwn(CREDENTIAL_SOURCES, value)
    ? CREDENTIAL_SOURCES[value as keyof typeof CREDENTIAL_SOURCES]
    : null;
}
