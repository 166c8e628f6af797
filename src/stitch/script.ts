/** The script for pages: `ConversationClient`, as the original's script gives it. */
import { configure } from './index.js';

(globalThis as { ConversationClient?: unknown }).ConversationClient = { configure };
