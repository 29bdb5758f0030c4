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

/** Whether a shell of that syntax runs us: a script's own name does not count, the program that reads it does. */
function isShell(isOnly) {
  const program = isOnly ? 'sh' : fs.readlinkSync(`/proc/${process.ppid}/exe`).replace(/^.*\//, '');
  return /^(?:|ba|da|z|k|mk)sh$|^ksh93$|^busybox$/.test(program);
}

/** As src/sources/summary.ts has it; times are epoch seconds. */
function summary(who, expires, midnight, clock) {
  const now = Date.now() / 1000;
  const minutes = Math.floor((expires - now + 30) / 60);
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60 === 0 ? '' : `${minutes % 60}m`;
  const left = hours < 1 ? `${minutes}m` : `${hours}h${rest}`;
  return `awscred: ${who}, ${left}, until ${now < midnight ? 'tomorrow ' : ''}${clock}\n`;
}
