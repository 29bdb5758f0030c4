/** What can be set up, and how the picker puts it. */
export const KINDS = [
  ['sso', 'IAM Identity Center (SSO): an access portal, such as https://acme.awsapps.com/start'],
  ['role', 'a role, assumed from a profile that is there already'],
  ['keys', 'access keys of an IAM user'],
] as const;

export type Kind = (typeof KINDS)[number][0];
