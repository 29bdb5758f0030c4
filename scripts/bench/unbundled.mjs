// The same program as tsc has left it: every file and package by itself.
const { run } = await import('../../dist/src/main.js');
await run(process.argv.slice(2));
