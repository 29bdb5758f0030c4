/** What can be set up, and how the picker puts it. */
export const KINDS = [
  ['sso', 'IAM Identity Center (SSO): an access portal, such as https://acme.awsapps.com/start'],
  ['role', 'a role, assumed from a profile that is there already'],
  ['google', 'a Google account (SAML), as aws-google-auth does'],
  ['github', 'a role for jobs of GitHub Actions'],
  ['keys', 'access keys of an IAM user'],
] as const;

export type Kind = (typeof KINDS)[number][0];
