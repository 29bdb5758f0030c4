import { type Exchange, type Handler, header } from '../http/exchange.ts';
import type { World } from '../world/world.ts';
import type { OidcIssuers } from './oidc-issuers.ts';

/** GitHub's address for the tokens of a job, without the audience that the job adds: it has a query already. */
export function jobPath(name: string): string {
  return `/_github/${name}/idtoken`;
}

interface GithubState {
  readonly world: World;
  readonly issuers: OidcIssuers;
}

/** Gives a job's token for an audience, to whoever has the job's own bearer token. */
export function githubToken(state: GithubState): Handler {
  return async (exchange, call) => {
    const job = jobOf(state.world, exchange);
    const bearer = header(exchange, 'authorization');
    if (job === undefined || bearer !== `Bearer ${job.requestToken}`) {
      call.code = 'Unauthorized';
      return answer(401, { message: 'the bearer token is not this job’s' });
    }
    if (exchange.query.get('run') !== '1') {
      call.code = 'BadRequest';
      return answer(400, { message: 'the query of the address was lost' });
    }
    call.principal = job.subject;
    // Without an audience GitHub takes the owner's address.
    const audience = exchange.query.get('audience') ?? 'https://github.com/acme';
    const { issuer, subject, lifetime } = job;
    const value = await state.issuers.token({ issuer, subject, audience, lifetime });
    return answer(200, { count: value.length, value });
  };
}

function jobOf(world: World, { path }: Exchange) {
  return world.jobs.find(({ name }) => path === jobPath(name));
}

function answer(status: number, value: unknown) {
  return {
    status,
    headers: { 'Content-Type': 'application/json; charset=utf-8' },
    body: JSON.stringify(value),
  };
}
