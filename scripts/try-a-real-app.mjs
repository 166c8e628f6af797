// What an app written for Twilio needs around it, on this machine: the emulator, the app's backend, and the package to
// install under Twilio's name. How to use it: docs/try-a-real-app.md.
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { cors } from 'hono/cors';
import { startEmulator } from '../dist/emulator.js';
import { Client } from '../dist/index.js';
import { encodeConnectionToken } from '../dist/server.js';

const { values: flags } = parseArgs({
  options: {
    port: { type: 'string', default: '5000' },
    people: { type: 'string', default: 'alice,bob,User1,User2' },
    folder: { type: 'string', default: join(tmpdir(), 'rethread-real-app') },
  },
});
const folder = resolve(flags.folder);
const address = `http://localhost:${flags.port}`;
mkdirSync(join(folder, 'package'), { recursive: true });

// Kept between runs: the user ids are part of the package that the app was built with.
const emulator = await startEmulator({ snapshot: join(folder, 'emulator.json') });
const people = await createPeople(join(folder, 'people.json'), [...flags.people.split(','), 'support']);
const packageFile = pack(people);
const support = new Client(await tokenOf('support'), { rethread: { identities: people } });
const server = serve({ fetch: backend().fetch, hostname: 'localhost', port: Number(flags.port) });

console.log(`
Emulator             ${emulator.endpoint}
Backend of the app   ${address}
People               ${Object.keys(people).join(', ')}
Install in the app   npm install --legacy-peer-deps @twilio/conversations@file:${packageFile}

Stop with Ctrl+C.
`);
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, stop);

/** Name → user id of the emulator. */
async function createPeople(file, names) {
  const known = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  for (const name of names) known[name] ??= (await emulator.createUser()).userId;
  writeFileSync(file, JSON.stringify(known, null, 2));
  return known;
}

/** rethread, told who is who and where files go: so no file of the app has to say it. */
function pack(identities) {
  const rethread = npmPack(fileURLToPath(new URL('..', import.meta.url)));
  // Under a new name each time: npm takes a dependency of the same name for the same package.
  const fresh = join(folder, `rethread-${Date.now()}.tgz`);
  renameSync(rethread, fresh);
  const files = {
    'package.json': JSON.stringify({
      name: 'twilio-conversations-on-rethread',
      version: '1.0.0',
      type: 'module',
      main: 'index.js',
      types: 'index.d.ts',
      dependencies: { rethread: `file:${fresh}` },
    }),
    'index.d.ts': `export * from 'rethread';\n`,
    'index.js': `import { configure, HttpMediaStore } from 'rethread';

export * from 'rethread';
configure({
  identities: ${JSON.stringify(identities)},
  media: new HttpMediaStore({ url: '${address}/files' }),
});
`,
  };
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, 'package', name), content);
  return npmPack(join(folder, 'package'));
}

function npmPack(source) {
  const options = ['pack', source, '--ignore-scripts', '--json', '--pack-destination', folder];
  const output = execFileSync('npm', options, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  return join(folder, JSON.parse(output)[0].filename);
}

/** What the tried apps ask their own servers for; those asked Twilio in turn. */
function backend() {
  const app = new Hono();
  const files = new Map();
  app.use(cors());

  // twilio-conversations-demo-react and twilio-conversation-vue-chat-app; any password is right.
  app.get('/token', async (c) => c.text(await tokenOf(c.req.query('identity'))));
  app.get('/auth/user/:identity', async (c) => c.json({ token: await tokenOf(c.req.param('identity')) }));

  // twilio-chat-client: its tokens are the part of the address before the @.
  app.post('/sessions', async (c) => {
    const { user } = await c.req.json();
    return c.json({ access_token: user.email.split('@')[0], token_expiration_time: '' });
  });
  app.get('/api/twilio/token', async (c) => {
    const identity = c.req.header('auth-token');
    return c.json({ token: await tokenOf(identity), identity, userId: identity });
  });
  app.post('/api/twilio/conversation', async (c) => {
    const { identity, uniqueName } = await c.req.json();
    return c.json({ conversationSid: (await supportConversation(identity, uniqueName)).sid });
  });

  // What HttpMediaStore in the package speaks to.
  app.post('/files', async (c) => {
    const id = randomUUID();
    files.set(id, { body: await c.req.arrayBuffer(), type: c.req.header('content-type') });
    return c.json({ id });
  });
  app.get('/files/:id/url', (c) => c.json({ url: `${address}/files/${c.req.param('id')}` }));
  app.get('/files/:id', (c) => {
    const file = files.get(c.req.param('id'));
    const headers = { 'content-type': file?.type, 'content-security-policy': 'sandbox' };
    return file ? c.body(file.body, 200, headers) : c.notFound();
  });
  app.onError((error, c) => c.text(error.message, 401));
  return app;
}

async function tokenOf(identity) {
  if (!Object.hasOwn(people, identity)) throw new Error('nobody has this name');
  const userId = people[identity];
  const { token } = await emulator.issueToken(userId, ['chat']);
  return encodeConnectionToken({ endpoint: emulator.endpoint, token, identity, userId });
}

/** The conversation of one customer with the support, who greets. */
async function supportConversation(identity, uniqueName) {
  const known = await support.getConversationByUniqueName(uniqueName).catch(() => undefined);
  if (known) return known;
  const conversation = await support.createConversation({ uniqueName, friendlyName: `Support for ${identity}` });
  await conversation.join();
  await conversation.add(identity);
  await conversation.sendMessage(`Hello ${identity}, how can we help?`);
  return conversation;
}

async function stop() {
  await support.shutdown();
  server.close();
  await emulator.stop();
  process.exit();
}
