/**
 * AWS's sign-in pages, to which a provider's page posts the assertion (docs/wire.md, "SAML"): of every partition, and of
 * a region where one stands before the host.
 */
const DOMAINS = [
  'signin.aws.amazon.com',
  'signin.amazonaws-us-gov.com',
  'signin.amazonaws.cn',
  'signin.amazonaws-eusc.eu',
  'signin.c2shome.ic.gov',
  'signin.sc2shome.sgov.gov',
  'signin.csphome.adc-e.uk',
  'signin.csphome.hci.ic.gov',
];

/** Matches every address of theirs. */
export const SIGN_IN_ADDRESS = new RegExp(
  `^https?://(?:[a-z0-9-]+\\.)*(?:${DOMAINS.map((host) => host.replaceAll('.', '\\.')).join('|')})[:/]`,
  'i',
);

/** Chromium's rules by which no name of theirs leads anywhere: it connects ahead of a page that it expects, past any route. */
export const NOWHERE = DOMAINS.flatMap((host) => [`MAP ${host} ~NOTFOUND`, `MAP *.${host} ~NOTFOUND`]).join(
  ', ',
);
