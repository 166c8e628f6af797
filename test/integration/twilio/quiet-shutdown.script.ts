/** Uses a client, shuts it down, and leaves the rest to Node: the process must end by itself. */
import { Client } from '../../../src/index.js';

const { CONNECTION_TOKEN: token, CONVERSATION: sid, REALTIME: realtime } = process.env;
const client = new Client(token!, { rethread: { realtime: realtime as 'auto' | 'polling' } });
const conversation = await client.getConversationBySid(sid!);
await conversation.getMessages();
await conversation.sendMessage('on my way out');
await conversation.typing();
await client.shutdown();
process.stdout.write(`shut down in state ${client.connectionState}`);
