/** With an Entra credential: how user-delegation keys are asked for. Azurite gives them in `test/integration/media/entra.test.ts`. */
import nock from 'nock';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { azureBlobMedia, type MediaBackend } from '../../../src/server/media/index.js';

const ACCOUNT = 'https://contoso.blob.core.windows.net';
const THREAD = '19:one@thread.v2';
const HOUR = 3_600_000;
const declaration = { filename: null, contentType: 'image/png', size: 5 };
const credential = {
  getToken: () => Promise.resolve({ token: 'ENTRA-TOKEN', expiresOnTimestamp: Date.now() + 24 * HOUR }),
};

const keyOf = (value: string): string =>
  `<?xml version="1.0" encoding="utf-8"?><UserDelegationKey><SignedOid>object-id</SignedOid><SignedTid>tenant-id</SignedTid>` +
  `<SignedStart>2026-01-01T00:00:00Z</SignedStart><SignedExpiry>2026-01-01T06:00:00Z</SignedExpiry><SignedService>b</SignedService>` +
  `<SignedVersion>2025-11-05</SignedVersion><Value>${btoa(value)}</Value></UserDelegationKey>`;

describe('media on Azure Blob with an Entra credential', () => {
  let media: MediaBackend;
  let asked: string[];

  beforeEach(() => {
    vi.useFakeTimers({ now: Date.parse('2026-01-01T00:05:00Z'), toFake: ['Date'] });
    nock.disableNetConnect();
    nock(ACCOUNT)
      .persist()
      .get('/media')
      .query(({ restype }) => restype === 'container')
      .reply(200);
    nock(ACCOUNT)
      .persist()
      .put(/^\/media\/uploads\//)
      .query(true)
      .reply(201);
    media = azureBlobMedia({ accountUrl: ACCOUNT, credential, container: 'media' });
    asked = [];
  });
  afterEach(() => {
    nock.cleanAll();
    nock.enableNetConnect();
    vi.useRealTimers();
  });

  const giveKey = (status: number, reply: string): void => {
    nock(ACCOUNT)
      .post('/')
      .query(({ comp }) => comp === 'userdelegationkey')
      .reply(
        status,
        function (_, body) {
          expect(this.req.headers['authorization']).toBe('Bearer ENTRA-TOKEN');
          asked.push(body as string);
          return reply;
        },
        { 'content-type': 'application/xml' },
      );
  };
  const begin = async (): Promise<URLSearchParams> =>
    new URL((await media.begin(THREAD, declaration, '8:alice')).url).searchParams;

  it('signs with the key of the user, for https and its one blob', async () => {
    giveKey(200, keyOf('first'));
    const query = await begin();
    expect(Object.fromEntries(query)).toMatchObject({
      sp: 'c',
      sr: 'b',
      spr: 'https',
      skoid: 'object-id',
      sktid: 'tenant-id',
      se: '2026-01-01T00:15:00Z',
      sig: expect.any(String) as string,
    });
    // From a little before now, as clocks differ, for six hours.
    expect(asked[0]).toContain('<Start>2026-01-01T00:00:00Z</Start><Expiry>2026-01-01T06:05:00Z</Expiry>');
  });

  it('asks for a key once, and for a new one before it ends', async () => {
    giveKey(200, keyOf('first'));
    await Promise.all([begin(), begin()]);
    vi.setSystemTime(Date.now() + 4 * HOUR - 1000);
    await begin();
    expect(asked).toHaveLength(1);
    vi.setSystemTime(Date.now() + 2000);
    giveKey(200, keyOf('second'));
    await begin();
    expect(asked).toHaveLength(2);
  });

  it('says what Azure refused, and asks again next time', async () => {
    giveKey(
      403,
      '<?xml version="1.0"?><Error><Code>AuthorizationPermissionMismatch</Code><Message>no</Message></Error>',
    );
    await expect(begin()).rejects.toMatchObject({
      status: 503,
      code: 'media-unavailable',
      message: expect.stringMatching(/^unable to begin an upload; the storage answered 403/) as string,
    });
    giveKey(200, keyOf('first'));
    expect((await begin()).get('skoid')).toBe('object-id');
  });
});
