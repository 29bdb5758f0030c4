'use strict';
// `assume P` of the hot path: the statements, and on a terminal the summary. '' where it is not ours to answer.
const fs = require('fs');

/** `lines` of the record, `found` the secrets behind their match, `isOnly` as in awscred.cjs. */
module.exports = function assume(lines, found, isOnly) {
  const end = lines.indexOf('end', 14);
  const secrets = lines.indexOf('*', 14);
  if (
    lines[13] === '-' ||
    end < 0 ||
    secrets < 0 ||
    !lines.slice(14, end).every(isStatement) ||
    /[\0-\x08\x0a-\x1f\x7f-\x9f]/.test(lines[13]) ||
    // Kept for `--unset`, which no record does.
    process.env.AWS_PROFILE ||
    process.env.AWS_DEFAULT_PROFILE ||
    !isShell(isOnly) ||
    fs.fstatSync(1).isCharacterDevice()
  ) {
    return '';
  }
  if (fs.fstatSync(2).isCharacterDevice()) {
    fs.writeSync(2, summary(...lines[13].split('\t')));
  }
  return [
    ...lines.slice(14, secrets),
    `export AWS_SECRET_ACCESS_KEY=${found[1]};`,
    `export AWS_SESSION_TOKEN=${found[2]};`,
    ...lines.slice(secrets + 1, end),
    '',
  ].join('\n');
};

// A record is data: nothing of it is evaluated but these, with a value that can only be a value.
const NAMES = (
  'AWS_ACCESS_KEY_ID AWS_CREDENTIAL_EXPIRATION AWS_REGION AWS_DEFAULT_REGION AWS_ACCOUNT_ID AWS_PROFILE ' +
  'AWS_DEFAULT_PROFILE AWS_SECURITY_TOKEN AWS_SESSION_TOKEN AWS_CONTAINER_CREDENTIALS_RELATIVE_URI ' +
  'AWS_CONTAINER_CREDENTIALS_FULL_URI AWS_CONTAINER_AUTHORIZATION_TOKEN AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE ' +
  'AWSCRED_PROFILE AWSCRED_REGION AWSCRED_EXPIRES AWSCRED_PREVIOUS_AWS_PROFILE ' +
  'AWSCRED_PREVIOUS_AWS_DEFAULT_PROFILE AWSCRED_PREVIOUS_AWS_REGION AWSCRED_PREVIOUS_AWS_DEFAULT_REGION'
).split(' ');

function isStatement(line) {
  const [, name, exported, value] = /^(?:unset (\w+)|export (\w+)=(.*));$/.exec(line) || [];
  const isValue = /^(?:[\w+/=.,@%-]|'[\w+/=.,@%: -]*'|"`printf '(?:\\[0-7]{3})+'`")*$/.test(value || '');
  return line === '*' || (isValue && NAMES.includes(name || exported));
}

/** Whether a shell of that syntax runs us: a script's own name does not count, the program that reads it does. */
function isShell(isOnly) {
  const program = isOnly ? 'sh' : fs.readlinkSync(`/proc/${process.ppid}/exe`).replace(/^.*\//, '');
  return /^(?:|ba|da|z|k|mk)sh$|^ksh93$|^busybox$/.test(program);
}

/** As in src/sources/summary.ts; times are epoch seconds. */
function summary(who, expires, midnight, clock) {
  const now = Date.now() / 1000;
  const minutes = Math.floor((expires - now + 30) / 60);
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60 === 0 ? '' : `${minutes % 60}m`;
  const left = hours < 1 ? `${minutes}m` : `${hours}h${rest}`;
  return `awscred: ${who}, ${left}, until ${now < midnight ? 'tomorrow ' : ''}${clock}\n`;
}
