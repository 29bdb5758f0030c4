#!/usr/bin/env node
// docs/hot-path.md, "How bin/awscred.cjs reads": fs alone, any Node, 4 KiB.
'use strict';
var fs = require('fs');
var env = process.env;
var argv = process.argv.slice(2);
var node = process.versions.node.split('.');
if (node[0] < 20 || (node[0] === '20' && node[1] < 19)) require('./old-node.cjs');

var isOnly = argv[0] === '--hot' && argv.shift() !== '';
var VARIABLES = '\
HOME USER AWS_CONFIG_FILE AWS_SHARED_CREDENTIALS_FILE AWSCRED_HOME XDG_CONFIG_HOME \
XDG_STATE_HOME AWS_REGION AWS_DEFAULT_REGION AWS_ENDPOINT_URL AWS_ENDPOINT_URL_STS \
AWS_ENDPOINT_URL_SSO AWS_ENDPOINT_URL_SSO_OIDC AWS_IGNORE_CONFIGURED_ENDPOINT_URLS \
AWS_USE_FIPS_ENDPOINT AWS_USE_DUALSTACK_ENDPOINT AWS_CA_BUNDLE AWSCRED_STORE AWSCRED_SIGN_IN \
AWSCRED_SSO_CACHE AWSCRED_MFA_SESSION AWSCRED_WAIT_TIMEOUT AWSCRED_KEYCHAIN_TIMEOUT \
AWSCRED_PROCESS_TIMEOUT AWSCRED_HOT_CACHE TZ'.split(' ');

var name = wanted();
var lines = null;
try {
  lines = name && recordOf();
  if (lines) hand(secretHalf(lines[5].split(' ')[5]));
} catch (_) {}
if (isOnly) process.exit(75);
require('./start.cjs')(argv, name !== '', lines, hand);

function wanted() {
  var words = argv.slice(argv.length === 3 && /^(-p|--profile)$/.test(argv[1]) ? 2 : 1);
  var isHot = /^(assume|(credential-)?process)$/.test(argv[0]) && words.length === 1;
  return isHot && process.platform === 'linux' && /^\w[\w.@+:-]{0,99}$/.test(words[0]) ? words[0] : '';
}

function below(variable, folder) {
  return (/^\//.test(env[variable]) ? env[variable] : env.HOME + folder) + '/awscred';
}

function recordOf() {
  var state = env.AWSCRED_HOME || below('XDG_STATE_HOME', '/.local/state');
  var file = state + '/hot/profile.' + name;
  var uid = process.geteuid();
  if (!/^\//.test(env.HOME) || !/^\//.test(state)) return null;
  for (var at = file; at && (at.length >= state.length || uid === 0); at = at.slice(0, at.lastIndexOf('/'))) {
    var deep = at.length - state.length;
    var stats = fs.statSync(at);
    if (stats.uid !== uid || (deep >= 0 && (stats.mode & (deep ? 63 : 18) || fs.lstatSync(at).uid !== uid)))
      return null;
  }
  var lines = fs.readFileSync(file, 'utf8').split('\n');
  var life = lines[5].split(' ');
  var now = Date.now() / 1000;
  var paths = [
    env.AWS_CONFIG_FILE || env.HOME + '/.aws/config',
    env.AWS_SHARED_CREDENTIALS_FILE || env.HOME + '/.aws/credentials',
    (env.AWSCRED_HOME || below('XDG_CONFIG_HOME', '/.config')) + '/config.ini',
  ];
  var truth = ['awscred-hot 1 ' + name, VARIABLES.map(valueOf).join('\t')].concat(paths);
  var isAlive =
    now >= life[2] && now < life[3] && parseInt(fs.readFileSync('/proc/uptime', 'utf8')) < life[1];
  var isSo = lines.slice(0, 5).join('\n') === truth.join('\n') && lines[12] === paths.map(stamp).join('\t');
  return isAlive && isSo ? lines : null;
}

function valueOf(name) {
  var value = env[name] || (name === 'USER' && env.LOGNAME) || '';
  return /_REGION$/.test(name) && value === env.AWSCRED_REGION ? '' : value;
}

function stamp(path) {
  var now = fs.statSync(path, { bigint: true, throwIfNoEntry: false });
  return now ? [now.size, now.ino, now.dev, now.uid, now.mtimeNs, now.ctimeNs].join(' ') : '-';
}

function secretHalf(key) {
  var target = 'linux-' + process.arch + '-gnu';
  var addon = '/@napi-rs/keyring-' + target + '/keyring.' + target + '.node';
  var module = { exports: {} };
  if (key === '-') return '';
  try {
    process.dlopen(module, __dirname + '/../node_modules' + addon);
  } catch (_) {
    process.dlopen(module, __dirname.replace(/(\/node_modules)\/@awscred\/cli\/bin$/, '$1') + addon);
  }
  return new module.exports.Entry('awscred', key, { linux: { store: 'keyutils' } }).getPassword();
}

function hand(secrets) {
  var is = /^([a-z0-9/+][a-z0-9/+=]*):([a-z0-9/+][a-z0-9/+=]*)$/i.exec(secrets) || [];
  var text = lines[7] + is[1] + '","SessionToken":"' + is[2] + lines[8] + '\n';
  if (argv[0] === 'assume') text = is[0] ? require('./hot-assume.cjs')(lines, is, isOnly) : '';
  if (is[0] && text && text.length <= 4096) process.exit(fs.writeSync(1, text) === text.length ? 0 : 1);
}
