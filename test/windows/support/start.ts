// Runs one file of tests under Windows' own Node: `node start.js FILE`. Node's runner would start a program for each file.
import { pathToFileURL } from 'node:url';

if (process.platform !== 'win32') {
  throw new Error('these tests are for Windows: npm run test:windows');
}
await import(pathToFileURL(process.argv[2] ?? '').href);
