import { ADOPTED_LINES } from './adopted-lines.ts';
import { AWS_FILE_CHECKS } from './aws-files.ts';
import type { Check } from './check.ts';
import { GUARD_CHECKS } from './guard-checks.ts';
import { KEY_CHECKS } from './key-checks.ts';
import { MACHINE_CHECKS } from './machine-checks.ts';
import { PROCESS_CHECKS } from './process-checks.ts';
import { SAML_CHECKS } from './saml-checks.ts';
import { STORE_CHECKS } from './store-checks.ts';

/** THE TABLE of checks, in the order they are shown. */
export const CHECKS: readonly Check[] = [
  ...AWS_FILE_CHECKS,
  ...KEY_CHECKS,
  ADOPTED_LINES,
  ...PROCESS_CHECKS,
  ...SAML_CHECKS,
  ...STORE_CHECKS,
  ...MACHINE_CHECKS,
  ...GUARD_CHECKS,
];
