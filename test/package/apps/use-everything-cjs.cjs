/* eslint-disable @typescript-eslint/no-require-imports -- this is what is tested */
const index = require('rethread');
const emulator = require('rethread/emulator');
const kandy = require('rethread/kandy');
const manifest = require('rethread/package.json');
const server = require('rethread/server');
const signalwire = require('rethread/signalwire');
const stitch = require('rethread/stitch');
const twilio = require('rethread/twilio');

void import('./use-everything.mjs').then(({ useEverything }) =>
  useEverything({ index, twilio, kandy, signalwire, stitch, server, emulator, manifest }),
);
