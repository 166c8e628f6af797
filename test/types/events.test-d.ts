/** The events of every emitter: the same names, and listeners and `emit` with the same parameters. */
import type { EventEmitter } from 'node:events';
import type * as Original from '@twilio/conversations';
import type * as Rethread from 'rethread';
import { describe, expectTypeOf, test } from 'vitest';
import type { Interchangeable, Translated } from './compare.js';

// Values, because only of a value can TypeScript tell the type of a generic method for one event.
interface Emitters<Client, Conversation, Participant, Message, User> {
  client: Client;
  conversation: Conversation;
  participant: Participant;
  message: Message;
  user: User;
}
export declare const theirs: Emitters<
  Original.Client,
  Original.Conversation,
  Original.Participant,
  Original.Message,
  Original.User
>;
export declare const ours: Emitters<
  Rethread.Client,
  Rethread.Conversation,
  Rethread.Participant,
  Rethread.Message,
  Rethread.User
>;

type Named<Events> = { on: (event: Events & string, listener: never) => unknown };
/** The names of the events that can be listened for. */
type NamesOf<Emitter> = Emitter extends Named<infer Events> ? Events : never;
/** Names of `names` for which the two types differ. */
type Unlike<Names extends PropertyKey, Theirs extends Record<Names, unknown>, Ours extends Record<Names, unknown>> = {
  [Name in Names]: Interchangeable<Translated<Theirs[Name]>, Ours[Name]> extends true ? never : Name;
}[Names];

describe('names of events', () => {
  test('Client', () => {
    expectTypeOf<NamesOf<Rethread.Client>>().toEqualTypeOf<NamesOf<Original.Client>>();
    expectTypeOf<NamesOf<Rethread.Client>>().toExtend<keyof typeof Rethread.Client>();
    expectTypeOf<'messageAdded'>().toExtend<NamesOf<Rethread.Client>>();
  });

  test('Conversation', () => {
    expectTypeOf<NamesOf<Rethread.Conversation>>().toEqualTypeOf<NamesOf<Original.Conversation>>();
    expectTypeOf<NamesOf<Rethread.Conversation>>().toExtend<keyof typeof Rethread.Conversation>();
  });

  test('Participant, Message, User', () => {
    expectTypeOf<NamesOf<Rethread.Participant>>().toEqualTypeOf<NamesOf<Original.Participant>>();
    expectTypeOf<NamesOf<Rethread.Message>>().toEqualTypeOf<NamesOf<Original.Message>>();
    expectTypeOf<NamesOf<Rethread.User>>().toEqualTypeOf<NamesOf<Original.User>>();
  });
});

describe('what listeners get', () => {
  test('Client', () => {
    type Names = NamesOf<Original.Client>;
    type Theirs = { [Name in Names]: Parameters<typeof theirs.client.emit<Name>> };
    type Ours = { [Name in Names]: Parameters<typeof ours.client.emit<Name>> };
    type TheirListeners = { [Name in Names]: Parameters<typeof theirs.client.on<Name>>[1] };
    type OurListeners = { [Name in Names]: Parameters<typeof ours.client.on<Name>>[1] };
    expectTypeOf<Unlike<Names, Theirs, Ours>>().toEqualTypeOf<never>();
    expectTypeOf<Unlike<Names, TheirListeners, OurListeners>>().toEqualTypeOf<never>();
  });

  test('Conversation', () => {
    type Names = NamesOf<Original.Conversation>;
    type Theirs = { [Name in Names]: Parameters<typeof theirs.conversation.emit<Name>> };
    type Ours = { [Name in Names]: Parameters<typeof ours.conversation.emit<Name>> };
    type TheirListeners = { [Name in Names]: Parameters<typeof theirs.conversation.on<Name>>[1] };
    type OurListeners = { [Name in Names]: Parameters<typeof ours.conversation.on<Name>>[1] };
    expectTypeOf<Unlike<Names, Theirs, Ours>>().toEqualTypeOf<never>();
    expectTypeOf<Unlike<Names, TheirListeners, OurListeners>>().toEqualTypeOf<never>();
  });

  test('Participant', () => {
    type Names = NamesOf<Original.Participant>;
    type TheirListeners = { [Name in Names]: Parameters<typeof theirs.participant.on<Name>>[1] };
    type OurListeners = { [Name in Names]: Parameters<typeof ours.participant.on<Name>>[1] };
    expectTypeOf<Unlike<Names, TheirListeners, OurListeners>>().toEqualTypeOf<never>();
  });

  test('Message', () => {
    type TheirListener = Parameters<typeof theirs.message.on<'updated'>>[1];
    type OurListener = Parameters<typeof ours.message.on<'updated'>>[1];
    expectTypeOf<Interchangeable<Translated<TheirListener>, OurListener>>().toEqualTypeOf<true>();
  });

  test('User', () => {
    type Names = NamesOf<Original.User>;
    type TheirListeners = { [Name in Names]: Parameters<typeof theirs.user.on<Name>>[1] };
    type OurListeners = { [Name in Names]: Parameters<typeof ours.user.on<Name>>[1] };
    expectTypeOf<Unlike<Names, TheirListeners, OurListeners>>().toEqualTypeOf<never>();
  });
});

describe('methods of emitters', () => {
  type Typed =
    | 'on'
    | 'once'
    | 'off'
    | 'addListener'
    | 'removeListener'
    | 'onWithReplay'
    | 'onceWithReplay'
    | 'addListenerWithReplay';
  type ParametersOf<Emitter extends Record<Typed, (...args: never[]) => unknown>> = {
    [Name in Typed]: Parameters<Emitter[Name]>;
  };

  test('those that know the events', () => {
    expectTypeOf<Unlike<Typed, ParametersOf<Original.Client>, ParametersOf<Rethread.Client>>>().toEqualTypeOf<never>();
    type Theirs = ParametersOf<Original.Conversation>;
    expectTypeOf<Unlike<Typed, Theirs, ParametersOf<Rethread.Conversation>>>().toEqualTypeOf<never>();
  });

  test('those that take any name', () => {
    type Untyped = 'prependListener' | 'prependOnceListener' | 'setMaxListeners' | 'getMaxListeners';
    type Common = Pick<EventEmitter, Untyped | 'removeAllListeners' | 'eventNames' | 'listeners' | 'rawListeners'>;
    expectTypeOf<Original.Client>().toExtend<Common>();
    expectTypeOf<Rethread.Client>().toExtend<Common>();
    // A gap: Node 20 also counts how often one listener is there; the original in browsers does not.
    expectTypeOf<Parameters<Rethread.Client['listenerCount']>>().toEqualTypeOf<[event: string | symbol]>();
  });

  test('pass for an emitter of Node', () => {
    expectTypeOf<Original.Client>().toExtend<EventEmitter>();
    expectTypeOf<Rethread.Client>().toExtend<EventEmitter>();
    expectTypeOf<Rethread.Message>().toExtend<EventEmitter>();
  });
});
