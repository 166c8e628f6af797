/** One file through a storage account that is asked with an Entra credential; https, as such credentials want. */
import { type AzureBlobMediaOptions, azureBlobMedia } from '../../../src/server/media/index.js';

const { ACCOUNT_URL = '', ENTRA_TOKEN = '' } = process.env;
const THREAD = '19:one@thread.v2';

const credential: NonNullable<AzureBlobMediaOptions['credential']> = {
  getToken: () => Promise.resolve({ token: ENTRA_TOKEN, expiresOnTimestamp: Date.now() + 3_600_000 }),
};
const media = azureBlobMedia({ accountUrl: ACCOUNT_URL, credential, container: 'media', createContainer: true });

const { id, url, headers } = await media.begin(
  THREAD,
  { filename: 'a.txt', contentType: 'text/plain', size: 5 },
  '8:a',
);
const put = await fetch(url, { method: 'PUT', headers, body: 'hello' });
const outcome = await media.complete(THREAD, id);
const read = await media.read(THREAD, id);
const response = await fetch(read?.url ?? '');
const query = [...new URL(url).searchParams.keys()];
const isDelegated = query.includes('skoid') && query.includes('ske');
process.stdout.write(
  JSON.stringify({
    put: put.status,
    outcome,
    text: await response.text(),
    isDelegated,
    spr: new URL(url).searchParams.get('spr'),
  }),
);
