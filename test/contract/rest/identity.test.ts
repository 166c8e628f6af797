import { CommunicationIdentityClient } from '@azure/communication-identity';
import { parseConnectionString } from '@azure/communication-common';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { all, createChatClient, request, startRestFixture, type RestFixture } from './rest-fixture.js';

describe('identities, with the official client', () => {
  let fixture: RestFixture;
  let identities: CommunicationIdentityClient;

  beforeAll(async () => {
    fixture = await startRestFixture();
    identities = new CommunicationIdentityClient(fixture.emulator.connectionString, {
      allowInsecureConnection: true,
      retryOptions: { maxRetries: 0 },
    });
  });

  afterAll(() => fixture.stop());

  const listThreads = (token: string) => all(createChatClient(fixture.emulator.endpoint, token).listChatThreads());
  const unauthorized = { statusCode: 401, code: 'Unauthorized' };

  it('have a connection string that the official parser reads', () => {
    const { endpoint, credential } = parseConnectionString(fixture.emulator.connectionString);
    expect(endpoint).toBe(`${fixture.emulator.endpoint}/`);
    expect(credential.key).not.toBe('');
  });

  it('are created, and get tokens for chat', async () => {
    const user = await identities.createUser();
    expect(user.communicationUserId).toMatch(/^8:acs:[-0-9a-f]{36}_[-0-9a-f]{36}$/);
    const { token, expiresOn } = await identities.getToken(user, ['chat']);
    expect(expiresOn.getTime() / 1000).toBe(decodeJwt(token).exp);
    expect(await listThreads(token)).toEqual([]);
  });

  it('are created with a token at once', async () => {
    const { token, expiresOn, user } = await identities.createUserAndToken(['chat.join', 'voip'], {
      tokenExpiresInMinutes: 60,
    });
    expect(decodeJwt(token)).toMatchObject({ scp: 'chat.join voip', skypeid: user.communicationUserId.slice(2) });
    expect(Math.abs(expiresOn.getTime() - fixture.emulator.clock.now() - 3_600_000)).toBeLessThan(2000);
  });

  it('lose their tokens when these are revoked, and can get new ones', async () => {
    const { user, token } = await identities.createUserAndToken(['chat']);
    await identities.revokeTokens(user);
    await expect(listThreads(token)).rejects.toMatchObject(unauthorized);
    expect(await listThreads((await identities.getToken(user, ['chat'])).token)).toEqual([]);
  });

  it('are gone when deleted', async () => {
    const { user, token } = await identities.createUserAndToken(['chat']);
    await identities.deleteUser(user);
    await expect(listThreads(token)).rejects.toMatchObject(unauthorized);
    const notFound = { statusCode: 404 };
    await expect(identities.getToken(user, ['chat'])).rejects.toMatchObject(notFound);
    await expect(identities.revokeTokens(user)).rejects.toMatchObject(notFound);
    await expect(identities.deleteUser(user)).rejects.toMatchObject(notFound);
  });

  it.each([59, 1441])('do not get a token for %d minutes', async (tokenExpiresInMinutes) => {
    await expect(identities.createUserAndToken(['chat'], { tokenExpiresInMinutes })).rejects.toMatchObject({
      statusCode: 400,
      details: { error: { target: 'expiresInMinutes' } },
    });
  });

  it('do not get a token for something unknown, or for nothing', async () => {
    const user = await identities.createUser();
    await expect(identities.getToken(user, ['chat', 'root' as never])).rejects.toMatchObject({
      statusCode: 400,
      details: { error: { target: 'scopes[1]' } },
    });
    await expect(identities.getToken(user, [])).rejects.toMatchObject({ statusCode: 400 });
  });

  it('are not exchanged for Teams users', async () => {
    const exchange = identities.getTokenForTeamsUser({ teamsUserAadToken: 't', clientId: 'c', userObjectId: 'u' });
    await expect(exchange).rejects.toMatchObject({
      statusCode: 501,
      code: 'NotImplemented',
      message: expect.stringContaining('CommunicationIdentity_ExchangeTeamsUserAccessToken'),
    });
  });

  it('are for those who hold the key', async () => {
    const strangersKey = Buffer.from('another key').toString('base64');
    const stranger = new CommunicationIdentityClient(
      `endpoint=${fixture.emulator.endpoint};accesskey=${strangersKey}`,
      {
        allowInsecureConnection: true,
      },
    );
    await expect(stranger.createUser()).rejects.toMatchObject(unauthorized);
    const unsigned = await request(fixture.emulator.endpoint, 'POST', '/identities?api-version=2023-10-01');
    expect(unsigned).toMatchObject({ status: 401, body: { error: { code: 'Unauthorized' } } });
    const { token } = await fixture.emulator.createUser();
    const asUser = await request(fixture.emulator.endpoint, 'POST', '/identities?api-version=2023-10-01', {
      headers: { Authorization: `Bearer ${token}` },
    });
    expect(asUser.status).toBe(401);
  });

  it('keep the time of the emulator', async () => {
    const { token } = await identities.createUserAndToken(['chat'], { tokenExpiresInMinutes: 60 });
    fixture.emulator.clock.advance(3_600_000);
    await expect(listThreads(token)).rejects.toMatchObject(unauthorized);
    expect(await listThreads((await identities.createUserAndToken(['chat'])).token)).toEqual([]);
  });
});
