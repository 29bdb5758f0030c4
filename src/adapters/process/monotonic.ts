/** Milliseconds since some moment, whatever the clock does. `performance` would load a module for it. */
export function monotonicMs(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1000 + nanoseconds / 1e6;
}
