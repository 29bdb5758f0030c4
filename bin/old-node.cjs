// Parses on any Node: says which one is needed before anything newer is loaded.
'use strict';
process.stderr.write(
  'awscred: awscred needs Node 20.19 or newer; this is ' +
    process.versions.node +
    ' (' +
    process.execPath +
    ')\n',
);
process.exit(2);
