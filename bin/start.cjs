'use strict';
// The bundle starts in half the time; in a checkout that was only compiled, the plain output does as well.
const { existsSync } = require('node:fs');
const { join } = require('node:path');

const built = ['../dist/bundle/main.js', '../dist/src/main.js']
  .map((path) => join(__dirname, path))
  .find((path) => existsSync(path));

if (built === undefined) {
  process.stderr.write('awscred: this checkout is not built\nawscred: hint: npm ci && npm run build\n');
  process.exit(1);
}
import(require('node:url').pathToFileURL(built).href).then(
  (main) => main.run(process.argv.slice(2)),
  (error) => {
    process.stderr.write(
      `awscred: awscred could not be loaded: ${String(error && error.message).split('\n')[0]}\n`,
    );
    process.exit(1);
  },
);
