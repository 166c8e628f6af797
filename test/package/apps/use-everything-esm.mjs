import { createRequire } from 'node:module';
import * as index from 'rethread';
import * as emulator from 'rethread/emulator';
import * as kandy from 'rethread/kandy';
import * as server from 'rethread/server';
import * as signalwire from 'rethread/signalwire';
import * as stitch from 'rethread/stitch';
import * as twilio from 'rethread/twilio';
import { useEverything } from './use-everything.mjs';

const manifest = createRequire(import.meta.url)('rethread/package.json');

await useEverything({ index, twilio, kandy, signalwire, stitch, server, emulator, manifest });
