'use strict';
// What the scripts of `init` start at Tab: SHELL and the words of the command line.
require('../dist/bundle/complete.cjs').complete(process.argv.slice(2));
