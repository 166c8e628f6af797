/** An app that receives its own message by push, shuts down, and leaves it to Node to notice that nothing is left. */
export async function run({ Client }) {
  const [endpoint, token] = process.argv.slice(2);
  const before = Object.getOwnPropertyNames(globalThis);
  const client = new Client(token, { rethread: { endpoint } });
  await new Promise((resolve, reject) => {
    client.once('initialized', resolve);
    client.once('initFailed', ({ error }) => reject(error));
  });
  const conversation = await client.createConversation({ friendlyName: 'Lunch' });
  const received = new Promise((resolve) => conversation.once('messageAdded', resolve));
  await conversation.sendMessage('Noon?');
  const { body } = await received;
  await client.shutdown();

  const shutDownAt = Date.now();
  // Names only: Node's own fetch adds a symbol when it is first used.
  const added = Object.getOwnPropertyNames(globalThis).filter((name) => !before.includes(name));
  const browserGlobals = ['XMLHttpRequest', 'window', 'document', 'location'].filter(
    (name) => typeof globalThis[name] !== 'undefined',
  );
  process.once('exit', () =>
    console.log(JSON.stringify({ body, added, browserGlobals, exitedAfterMs: Date.now() - shutDownAt })),
  );
}
