/** The subpaths of the package, whose classes are the same. */
import * as root from 'rethread';
import { startEmulator } from 'rethread/emulator';
import { encodeConnectionToken } from 'rethread/server';
import { Client, type Conversation } from 'rethread/twilio';

export const conversation: Conversation = root.Conversation.prototype;
export const client: root.Client = new Client('token');
export const functions: ((...args: never[]) => unknown)[] = [startEmulator, encodeConnectionToken];
