import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ConversationClient, configure, type Application, type Conversation } from '../../../src/stitch/index.js';
import { startJohnAndKevin, type StitchWorld } from '../../helper/stitch-world.js';

/** Where an app has no types. */
const any = (value: unknown): never => value as never;

describe('what cannot be used', () => {
  let world: StitchWorld;
  let john: Application;
  let johns: Conversation;

  beforeEach(async () => {
    ({ world, john, johns } = await startJohnAndKevin());
    world.emulator.requests.clear();
  });
  afterEach(() => world.stop());

  it.each([undefined, null, '', 5, {}])('N-14 client.login(%s) rejects and never throws', async (token) => {
    const promise = new ConversationClient().login(any(token));
    await expect(promise).rejects.toMatchObject({ name: 'NexmoClientError', type: 'error:missing:params' });
  });

  it('§3.4 client.login with an undecodable token and no exchange names the setting, and not the token', async () => {
    const promise = new ConversationClient({ azure: { endpoint: world.emulator.endpoint } }).login(
      'eyJhbGciOiJSUzI....x',
    );
    const error: unknown = await promise.catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: 'NexmoClientError' });
    expect(String(error)).not.toContain('eyJ');
  });

  it.each([undefined, 5, {}])('§3.2 Conversation#sendText(%s) rejects before anything is sent', async (text) => {
    await expect(johns.sendText(any(text))).rejects.toMatchObject({ type: 'error:invalid:param:type' });
    expect(world.emulator.requests.count()).toBe(0);
  });

  it('§3.2 Conversation#sendText refuses an empty text, and one that does not fit', async () => {
    await expect(johns.sendText('')).rejects.toMatchObject({ type: 'error:missing:params' });
    await expect(johns.sendText('x'.repeat(30_000))).rejects.toMatchObject({ type: 'error:acs:too-large' });
    expect(world.emulator.requests.count()).toBe(0);
  });

  it.each([undefined, {}, { id: '' }, { id: 5 }])('§3.2 Conversation#invite(%s) rejects', async (params) => {
    await expect(johns.invite(any(params))).rejects.toMatchObject({ type: 'error:missing:params' });
  });

  it.each([undefined, '', 5])('N-14 application.getConversation(%s) rejects', async (id) => {
    await expect(john.getConversation(any(id))).rejects.toMatchObject({ type: 'error:missing:params' });
  });

  it('§3.2 application.newConversation names the field', async () => {
    await expect(john.newConversation(any({ name: 5 }))).rejects.toThrow('`name` must be a string');
    await expect(john.newConversation(any({ display_name: {} }))).rejects.toThrow('`display_name` must be a string');
    expect(world.emulator.requests.count()).toBe(0);
  });

  it('§3.2 Conversation#getEvents names the field', async () => {
    await expect(johns.getEvents({ start_id: 'first' })).rejects.toThrow('`start_id` must be the id of an event');
    await expect(johns.getEvents({ end_id: any({}) })).rejects.toThrow('`end_id` must be the id of an event');
  });

  it('§3.2 Conversation#sendImage takes images only', async () => {
    const refusal = { name: 'NexmoClientError', type: 'error:invalid:param:type' };
    await expect(johns.sendImage(any('a.png'))).rejects.toMatchObject(refusal);
    await expect(johns.sendImage(new Blob(['x'], { type: 'text/html' }))).rejects.toMatchObject(refusal);
    expect(world.emulator.requests.count()).toBe(0);
  });

  it('§3.2 Conversation#abortSendImage gives an error back for what is no upload', () => {
    expect(johns.abortSendImage(any({}))).toMatchObject({ name: 'NexmoClientError', type: 'error:invalid:param:type' });
  });

  it('§3.2 calls are refused clearly', async () => {
    const refusal = { name: 'NexmoClientError', type: 'error:not-supported' };
    await expect(john.call()).rejects.toMatchObject(refusal);
    await expect(john.callPhone()).rejects.toMatchObject(refusal);
    await expect(johns.media.enable()).rejects.toMatchObject(refusal);
    await expect(johns.media.disable()).rejects.toMatchObject(refusal);
    await expect(johns.inviteWithAudio()).rejects.toMatchObject(refusal);
  });

  it('§3.2 settings that cannot be used are named at the login', async () => {
    await expect(world.login('John', { profile: any('stitch-1') })).rejects.toThrow('`profile`');
    await expect(world.login('John', { historyLimit: 0 })).rejects.toThrow('`historyLimit`');
    expect(() => configure(any('x'))).toThrow('unable to configure');
  });

  it('NA-7 a send that the service refuses rejects, and nothing is told', async () => {
    const heard = vi.fn();
    johns.on('text', heard);
    await world.emulator.fault('refuseSends', { userId: world.user('John').userId, times: 1 });
    const error: unknown = await johns.sendText('a private word').catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({ name: 'NexmoApiError', type: 'error:acs:403', cause: expect.any(Error) });
    expect(String(error)).not.toContain('private');
    expect(heard).not.toHaveBeenCalled();
  });

  it('§3.3 messages of other clients with odd content come as texts', async () => {
    const thread = world.threadIdOf(johns);
    const sender = world.user('John').userId;
    await world.emulator.seedMessages(thread, [
      { sender, content: 'plain', metadata: { rethread: '{"v":1,"media":[{"id":5}],"parts":7,"details":[]}' } },
      {
        sender,
        content: 'notes.pdf',
        metadata: { fileSharingMetadata: '[{"name":"notes.pdf","url":"https://x.example/notes.pdf"}]' },
      },
      { sender, content: 'broken', metadata: { rethread: '{', fileSharingMetadata: '<' } },
    ]);
    const kevin = await world.login('Kevin');
    const { events } = await kevin.getConversation('CON-1');
    const texts = [...events.values()].filter(({ type }) => type === 'text').map(({ body }) => body);
    expect(texts).toMatchObject([{ text: 'plain' }, { text: 'notes.pdf' }, { text: 'broken' }]);
  });

  it('§3.2 application.getConversation rejects when its history cannot be read, instead of hanging', async () => {
    const kevin = await world.login('Kevin');
    world.emulator.faults.add({ kind: 'answer', status: 403, path: /participants/, times: Infinity });
    await expect(kevin.getConversation('CON-1')).rejects.toMatchObject({ name: 'NexmoApiError' });
  });
});
