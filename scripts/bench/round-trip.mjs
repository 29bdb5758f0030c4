import { request } from 'node:http';

/** Milliseconds of one plain call on a new connection: what a call costs whoever makes it. The median of thirty. */
export async function roundTripMs(url) {
  const times = [];
  for (let index = 0; index < 30; index += 1) {
    const begun = performance.now();
    await new Promise((resolve, reject) => {
      request(url, { agent: false }, (answer) => answer.resume().on('end', resolve))
        .on('error', reject)
        .end();
    });
    times.push(performance.now() - begun);
  }
  return Math.round(times.toSorted((one, other) => one - other)[15] * 100) / 100;
}
