#!/usr/bin/env node
// Parses on any Node: says which one is needed before anything newer is loaded.
'use strict';
var version = process.versions.node.split('.');
var major = Number(version[0]);
var minor = Number(version[1]);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(
    'awscred: awscred needs Node 20.19 or newer; this is ' +
      process.versions.node +
      ' (' +
      process.execPath +
      ')\n',
  );
  process.exit(2);
}
require('./start.cjs');
