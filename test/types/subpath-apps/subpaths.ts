/** The subpaths of the package, whose classes are the same. */
import * as root from 'rethread';
import { startEmulator } from 'rethread/emulator';
import { create, type KandyClient } from 'rethread/kandy';
import { encodeConnectionToken } from 'rethread/server';
import { SignalWire, type SignalWireClient } from 'rethread/signalwire';
import { type Application, ConversationClient } from 'rethread/stitch';
import { Client, type Conversation } from 'rethread/twilio';

export const conversation: Conversation = root.Conversation.prototype;
export const client: root.Client = new Client('token');
export const functions: ((...args: never[]) => unknown)[] = [startEmulator, encodeConnectionToken];

export const kandy: KandyClient = create({ authentication: { server: { base: 'example' } } });
export const connecting: Promise<SignalWireClient> = SignalWire({ token: 'token' });
export const login: Promise<Application> = new ConversationClient({ debug: false }).login('token');
