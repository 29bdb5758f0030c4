/** Where the token of a web identity comes from: plain data, never the token. */
export type IdentityToken =
  /** A file that is read at each call: `web_identity_token_file`. */
  | { readonly how: 'file'; readonly path: string }
  /** A variable that the CI has filled. */
  | { readonly how: 'variable'; readonly provider: string; readonly name: string }
  /** GitHub's endpoint, which makes one for an audience. */
  | { readonly how: 'github'; readonly audience: string }
  /** A program that prints one; `line` as a POSIX shell splits it, without a shell. */
  | { readonly how: 'program'; readonly provider: string; readonly line: string };

/** How `explain` and messages name it. Foreign text inside. */
export function tokenWords(token: IdentityToken): string {
  switch (token.how) {
    case 'file':
      return `the token in ${token.path}`;
    case 'variable':
      return `${token.provider}’s token in ${token.name}`;
    case 'github':
      return `a token of GitHub Actions for ${token.audience}`;
    case 'program':
      return `a token of ${token.provider}`;
  }
}
