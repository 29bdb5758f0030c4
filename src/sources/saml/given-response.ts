import { Secret } from '../../core/secret.ts';
import { printable } from '../../core/text/printable.ts';
import { AwscredError } from '../../errors.ts';
import type { Ports } from '../../ports/index.ts';

/** As much as a form with the longest assertion that AWS takes, and more. */
const MOST_BYTES = 512 * 1024;

/**
 * What `--saml-response` names: a file, or stdin (`-`), with base64 as the page posts it, the whole posted form, or the
 * XML itself. AwscredError CONFIG where there is nothing.
 */
export async function givenResponse(path: string, { files }: Pick<Ports, 'files'>): Promise<Secret> {
  const text = path === '-' ? files.stdin(MOST_BYTES) : files.read(path);
  if (text === null || text.trim() === '') {
    const fault = text === null ? 'there is no file' : 'there is nothing in';
    throw new AwscredError(
      'CONFIG',
      `--saml-response: ${fault} ${path === '-' ? 'stdin' : printable(path, 200)}`,
    );
  }
  return new Secret(asBase64(text.trim()));
}

function asBase64(text: string): string {
  if (text.startsWith('<')) {
    return Buffer.from(text, 'utf8').toString('base64');
  }
  const field = /(?:^|&)SAMLResponse=([^&]*)/.exec(text)?.[1];
  return field === undefined ? text : (new URLSearchParams(`v=${field}`).get('v') ?? '');
}
