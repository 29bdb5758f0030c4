import { readFileSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { join } from 'node:path';
import { atEnd } from '../process/cleanup.ts';
import { localAws, type LocalAws } from '../aws/local-aws.ts';

export interface Wiretap {
  /** `http://127.0.0.1:PORT`. */
  readonly url: string;
  /** Every secret that has gone over the wire so far, in either direction. */
  secrets(): readonly string[];
}

/** A local AWS that awscred reaches through a wiretap: what was issued can be looked for where it must not be. */
export async function tappedAws(world?: unknown): Promise<LocalAws & { readonly tap: Wiretap }> {
  const aws = await localAws(world);
  const tap = await wiretap(aws.server.port);
  const config = join(aws.sandbox.home, '.aws', 'config');
  writeFileSync(config, readFileSync(config, 'utf8').replaceAll(aws.server.url, tap.url));
  return { ...aws, tap };
}

/** Relays a loopback port byte for byte and listens. */
export async function wiretap(leadsTo: number): Promise<Wiretap> {
  const heard: Buffer[][] = [];
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(leadsTo, '127.0.0.1');
    for (const [from, to] of [[client, upstream] as const, [upstream, client] as const]) {
      const stream: Buffer[] = [];
      heard.push(stream);
      sockets.add(from);
      from.on('data', (chunk: Buffer) => stream.push(chunk));
      from.on('error', () => to.destroy());
      from.pipe(to);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  atEnd(() => {
    sockets.forEach((socket) => socket.destroy());
    server.close();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    secrets: () => {
      const found = heard.flatMap((stream) => secretsIn(Buffer.concat(stream).toString('utf8')));
      return [...new Set(found)].filter((secret) => secret.length >= 6);
    },
  };
}

/** JSON of the SSO services, XML and forms of STS, the bearer header, the authorization code in a redirect. */
const PATTERNS = [
  /"(?:accessToken|refreshToken|clientSecret|deviceCode|code|codeVerifier|secretAccessKey|sessionToken)":\s*"([^"]+)"/g,
  /<(?:SecretAccessKey|SessionToken)>([^<]+)</g,
  /(?:^|&)TokenCode=(\d{6})/gm,
  /x-amz-sso_bearer_token: (\S+)/gi,
  /x-amz-security-token: (\S+)/gi,
  /^location: \S*[?&]code=([^&\s]+)/gim,
];

function secretsIn(text: string): string[] {
  return PATTERNS.flatMap((pattern) => [...text.matchAll(pattern)].map(([, secret]) => secret ?? ''));
}
