import { readFileSync } from 'node:fs';
import * as sdk from '../../src/index.js';
import type { Client, Conversation, Media, Message, Paginator, Participant, User } from '../../src/index.js';
import { nextEvent } from './next-event.js';
import type { TwilioWorld } from './twilio-world.js';

type Method = (...args: unknown[]) => unknown;
type Methods = Readonly<Record<string, unknown>>;

/** Something of each class that an app works with. */
export interface Subjects {
  readonly Client: Client;
  readonly Conversation: Conversation;
  /** It has a file. */
  readonly Message: Message;
  readonly Participant: Participant;
  readonly User: User;
  readonly Media: Media;
  readonly Paginator: Paginator<Message>;
}

const supportTable = JSON.parse(readFileSync(new URL('../../src/twilio/compat.json', import.meta.url), 'utf8')) as {
  readonly rows: Methods;
};

/** Every method of the original, as `Class.method`; a paginator's functions and the constructor besides. */
export const PUBLIC_METHODS: readonly string[] = [
  'Client.constructor',
  'Paginator.nextPage',
  'Paginator.prevPage',
  ...Object.keys(supportTable.rows).flatMap((row) => {
    const [className = '', member = ''] = row.split(/[#.]/);
    const owner = (sdk as Methods)[className] as (Methods & { prototype: object }) | undefined;
    const holder = row.includes('#') ? owner?.prototype : owner;
    const descriptor = holder && Object.getOwnPropertyDescriptor(holder, member);
    return typeof descriptor?.value === 'function' ? [`${className}.${member}`] : [];
  }),
].sort();

/** The methods that answer at once; all others give a promise. */
export const SYNCHRONOUS: ReadonlySet<string> = new Set([
  'CancellablePromise.cancel',
  'Client.constructor',
  'Client.parsePushNotification',
  'Client.populateInitRegistrations',
  'ContentTemplateVariable.copyWithValue',
  'Conversation.prepareMessage',
  'Message.getEmailBody',
  'Message.getEmailHistory',
  'Message.getMediaByCategories',
  'Message.getMediaByCategory',
  ...PUBLIC_METHODS.filter((name) => name.startsWith('MessageBuilder.') && name !== 'MessageBuilder.buildAndSend'),
]);

/** A conversation with a message, for a client that is alone in it. */
export async function makeSubjects(client: Client, world: TwilioWorld): Promise<Subjects> {
  const [conversation] = (await world.conversation(client)) as [Conversation];
  const added = nextEvent(conversation, 'messageAdded');
  await conversation.sendMessage({ contentType: 'text/plain', media: 'file' }, { kept: true });
  const message = await added;
  const [participant] = (await conversation.getParticipants()) as [Participant];
  return {
    Client: client,
    Conversation: conversation,
    Message: message,
    Participant: participant,
    User: client.user,
    Media: message.attachedMedia![0]!,
    Paginator: await conversation.getMessages(),
  };
}

/** Calls a method by its name in {@link PUBLIC_METHODS}. */
export function callMethod(world: TwilioWorld, subjects: Subjects, name: string, args: readonly unknown[]): unknown {
  const [className = '', method = ''] = name.split('.');
  if (name === 'Client.constructor') {
    const construct = sdk.Client as unknown as new (...args: readonly unknown[]) => Client;
    return world.own(new construct(...args));
  }
  const receiver = receiverOf(subjects, className, method);
  if (name === 'Client.create') {
    return (receiver[method] as (...args: unknown[]) => Promise<Client>)(...args).then((client) => world.own(client));
  }
  return (receiver[method] as Method).apply(receiver, [...args]);
}

function receiverOf(subjects: Subjects, className: string, method: string): Methods {
  const { Conversation: conversation } = subjects;
  const made: Methods = {
    CancellablePromise: new sdk.CancellablePromise(() => undefined),
    ContentTemplateVariable: new sdk.ContentTemplateVariable('name', 'value'),
    MessageBuilder: conversation.prepareMessage(),
    RestPaginator: new sdk.RestPaginator(),
    UnsentMessage: conversation.prepareMessage().build(),
    ...(method in sdk.Client && { Client: sdk.Client }),
  };
  return (made[className] ?? subjects[className as keyof Subjects]) as Methods;
}
