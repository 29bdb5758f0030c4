import { ServiceError } from '../service-error.ts';

const TOLERANCE_MINUTES = 15;

/** Checks `x-amz-date` (`20260102T030405Z`) against the scope's date and the server's clock, 15 minutes either way. */
export function checkDate(amzDate: string | null, scopeDate: string, now: number): void {
  const time = amzDate === null ? Number.NaN : parseBasic(amzDate);
  if (amzDate === null || Number.isNaN(time)) {
    throw new ServiceError(
      400,
      'IncompleteSignature',
      amzDate === null
        ? "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header."
        : `Date must be in ISO-8601 'basic format'. Got '${amzDate}'. See http://en.wikipedia.org/wiki/ISO_8601`,
    );
  }
  if (amzDate.slice(0, 8) !== scopeDate) {
    throw mismatch(
      `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${scopeDate}' != '${amzDate.slice(0, 8)}', from '${amzDate}'.`,
    );
  }
  const tolerance = TOLERANCE_MINUTES * 60_000;
  if (time < now - tolerance) {
    const limit = `${basic(now - tolerance)} (${basic(now)} - ${TOLERANCE_MINUTES} min.)`;
    throw mismatch(`Signature expired: ${amzDate} is now earlier than ${limit}`);
  }
  if (time > now + tolerance) {
    const limit = `${basic(now + tolerance)} (${basic(now)} + ${TOLERANCE_MINUTES} min.)`;
    throw mismatch(`Signature not yet current: ${amzDate} is still later than ${limit}`);
  }
}

function parseBasic(text: string): number {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  if (match === null) {
    return Number.NaN;
  }
  const [, year, month, day, hour, minute, second] = match;
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}

function basic(epochMs: number): string {
  return `${new Date(epochMs).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
}

function mismatch(message: string): ServiceError {
  return new ServiceError(403, 'SignatureDoesNotMatch', message);
}
