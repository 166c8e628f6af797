/** The script for pages: `ConversationClient` and `NexmoClient`, as the scripts of the original's versions give them. */
import { ConversationClient } from './index.js';

Object.assign(globalThis, { ConversationClient, NexmoClient: ConversationClient });
