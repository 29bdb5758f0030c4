import { jsonText } from '../../core/text/json-text.ts';
import { valueOf, type Output } from '../output.ts';

/**
 * The `credential_process` answer, Version 1 (docs/wire.md, "`credential_process`"). What is not known is left out:
 * long-lived keys have neither SessionToken nor Expiration.
 */
export const process: Output = {
  name: 'process',
  undoes: false,
  render(statements) {
    const value = (name: string): string | undefined => valueOf(statements, name) ?? undefined;
    const answer = {
      Version: 1,
      AccessKeyId: value('AWS_ACCESS_KEY_ID'),
      SecretAccessKey: value('AWS_SECRET_ACCESS_KEY'),
      SessionToken: value('AWS_SESSION_TOKEN'),
      Expiration: value('AWS_CREDENTIAL_EXPIRATION'),
      AccountId: value('AWS_ACCOUNT_ID'),
    };
    return `${jsonText(answer)}\n`;
  },
  failure: () => '',
  evalLine: (command) => command,
};
