import { createRequire } from 'node:module';
import * as index from 'rethread';
import * as emulator from 'rethread/emulator';
import * as server from 'rethread/server';
import * as twilio from 'rethread/twilio';
import { useEverything } from './use-everything.mjs';

const manifest = createRequire(import.meta.url)('rethread/package.json');

await useEverything({ index, twilio, server, emulator, manifest });
