import { once } from 'node:events';
import { createServer } from 'node:http';

/** Looks at every subpath as an app gets it, and sends a message through all of them together. */
export async function useEverything({ manifest, ...modules }) {
  const { index, twilio, server, emulator, kandy } = modules;
  const names = Object.fromEntries(Object.entries(modules).map(([subpath, module]) => [subpath, namesOf(module)]));
  const report = {
    version: manifest.version,
    names,
    error: errorOf(index, server),
    isSameError: kandy.ChatError === index.ChatError,
    companion: await askCompanion(index, server),
    ...(await chat({ index, twilio, server, emulator })),
  };
  console.log(JSON.stringify(report));
}

/** Without what Node adds to CommonJS modules. */
const namesOf = (module) =>
  Object.keys(module)
    .filter((name) => !['default', '__esModule', 'module.exports'].includes(name))
    .sort();

function errorOf({ ChatError, isChatError }, { encodeConnectionToken }) {
  try {
    encodeConnectionToken({});
    return undefined;
  } catch (error) {
    return { isInstance: error instanceof ChatError, isChatError: isChatError(error), code: error.code };
  }
}

/** A companion in a server of Node, as far as it gets without Azure's packages for servers. */
async function askCompanion({ ChatError }, { createCompanion, toNodeListener }) {
  let isInstance = false;
  try {
    createCompanion({});
  } catch (error) {
    isInstance = error instanceof ChatError;
  }
  const companion = createCompanion({
    acs: { connectionString: 'endpoint=http://127.0.0.1:1;accesskey=a2V5' },
    publicUrl: 'http://127.0.0.1',
    authenticate: () => 'alice',
    logger: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
  });
  const listening = createServer(toNodeListener(companion)).listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const address = `http://127.0.0.1:${listening.address().port}`;
  const answers = await Promise.all(['/health', '/mine', '/token'].map((path) => fetch(address + path)));
  const [health, mine, token] = await Promise.all(answers.map((answer) => answer.json()));
  listening.close();
  listening.closeAllConnections();
  return { isInstance, health, mine: mine.code, token: token.detail };
}

async function chat({ index, twilio, server, emulator }) {
  const service = await emulator.startEmulator();
  const user = await service.createUser();
  const client = new index.Client(
    server.encodeConnectionToken({ ...user, endpoint: service.endpoint, identity: 'alice' }),
  );
  const conversation = await client.createConversation({ friendlyName: 'Lunch' });
  const received = new Promise((resolve) => client.once('messageAdded', resolve));
  await conversation.sendMessage('Noon?');
  const message = await received;
  await client.shutdown();
  await service.stop();
  return {
    message: { body: message.body, author: message.author, index: message.index },
    areInstances:
      client instanceof twilio.Client &&
      conversation instanceof twilio.Conversation &&
      message instanceof twilio.Message,
  };
}
