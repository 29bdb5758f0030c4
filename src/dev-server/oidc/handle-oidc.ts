import { randomUUID } from 'node:crypto';
import type { Handler } from '../http/exchange.ts';
import { ServiceError } from '../service-error.ts';
import { JsonBody } from './json-body.ts';
import { oauthCode } from './oidc-error.ts';

/** An operation of SSO-OIDC over rest-json: unsigned JSON in, JSON out, the refusal's name in `x-amzn-ErrorType`. */
export function handleOidc(operation: (body: JsonBody) => object): Handler {
  return (exchange, call) => {
    const headers = { 'Content-Type': 'application/json', 'x-amzn-RequestId': randomUUID() };
    try {
      const result = operation(new JsonBody(exchange.body.toString('utf8')));
      return {
        status: 200,
        headers: { ...headers, 'Cache-Control': 'no-store' },
        body: JSON.stringify(result),
      };
    } catch (error) {
      if (!(error instanceof ServiceError)) {
        throw error;
      }
      call.code = error.code;
      const body = { error: oauthCode(error), error_description: error.message };
      return {
        status: error.status,
        headers: { ...headers, 'x-amzn-ErrorType': error.code },
        body: JSON.stringify(body),
      };
    }
  };
}
