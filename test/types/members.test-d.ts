/**
 * Every public member of the original's classes is here, with a type that fits both ways. What does not is written out
 * with its reason, so that closing a gap or opening one shows in this file.
 *
 * Objects of the two packages do not fit each other as a whole: both have private members, which TypeScript never mixes.
 */
import type { EventEmitter } from 'node:events';
import type * as Original from '@twilio/conversations';
import type * as Rethread from 'rethread';
import { describe, expectTypeOf, test } from 'vitest';
import type { Gap, IsMadeAlike, NoGap, ObjectGap, StaticGap } from './compare.js';

/** Content of files is `Buffer` there and here what of it matters, so that apps without the types of Node compile. */
type TakesFiles = 'addMedia' | 'setEmailBody' | 'setEmailHistory';
type SendsFiles = 'sendMessage';

/** Node's class has them, and with it the original's classes: an accident, of which no use was found. */
type NodeStatics = Exclude<keyof typeof EventEmitter, 'prototype' | symbol>;

describe('members of objects', () => {
  test('Client', () => {
    expectTypeOf<ObjectGap<Original.Client, Rethread.Client>>().toEqualTypeOf<NoGap>();
  });

  test('Conversation', () => {
    // What the original's own modules call of each other, marked as internal in its declarations.
    type Internal =
      | '_links'
      | '_statusSource'
      | '_subscribe'
      | '_fetchStreams'
      | '_subscribeStreams'
      | '_unsubscribe'
      | '_setStatus'
      | '_update';
    type Theirs = Original.Conversation;
    expectTypeOf<ObjectGap<Theirs, Rethread.Conversation>>().toEqualTypeOf<Gap<Internal, SendsFiles>>();
  });

  test('Participant', () => {
    // As in Conversation.
    type Internal = '_startTyping' | '_endTyping' | '_update';
    expectTypeOf<ObjectGap<Original.Participant, Rethread.Participant>>().toEqualTypeOf<Gap<Internal>>();
  });

  test('Message', () => {
    // As in Conversation.
    expectTypeOf<ObjectGap<Original.Message, Rethread.Message>>().toEqualTypeOf<Gap<'_update'>>();
  });

  test('MessageBuilder', () => {
    type Theirs = Original.MessageBuilder;
    expectTypeOf<ObjectGap<Theirs, Rethread.MessageBuilder>>().toEqualTypeOf<Gap<never, TakesFiles>>();
  });

  test('UnsentMessage', () => {
    // The files again: see TakesFiles.
    type Theirs = Original.UnsentMessage;
    expectTypeOf<ObjectGap<Theirs, Rethread.UnsentMessage>>().toEqualTypeOf<Gap<never, 'mediaContent'>>();
  });

  test('Media', () => {
    // As in Conversation.
    expectTypeOf<ObjectGap<Original.Media, Rethread.Media>>().toEqualTypeOf<Gap<'_state'>>();
  });

  test('User', () => {
    // As in Conversation.
    type Internal = '_update' | '_fetch' | '_ensureFetched' | '_resolveInitialization';
    expectTypeOf<ObjectGap<Original.User, Rethread.User>>().toEqualTypeOf<Gap<Internal>>();
  });

  test('CancellablePromise', () => {
    // Declared as those of Promise there. They give cancellable promises in both, which is declared here.
    type Narrower = 'then' | 'catch' | 'finally';
    type Theirs = Original.CancellablePromise<string>;
    expectTypeOf<ObjectGap<Theirs, Rethread.CancellablePromise<string>>>().toEqualTypeOf<Gap<never, Narrower>>();
    expectTypeOf<Rethread.CancellablePromise<string>>().toExtend<Promise<string>>();
  });

  test('AggregatedDeliveryReceipt', () => {
    // As in Conversation.
    type Internal = '_update' | '_isEquals';
    type Theirs = Original.AggregatedDeliveryReceipt;
    expectTypeOf<ObjectGap<Theirs, Rethread.AggregatedDeliveryReceipt>>().toEqualTypeOf<Gap<Internal>>();
  });

  test('classes without a gap', () => {
    type Pairs = {
      ChannelMetadata: ObjectGap<Original.ChannelMetadata, Rethread.ChannelMetadata>;
      ContentTemplate: ObjectGap<Original.ContentTemplate, Rethread.ContentTemplate>;
      ContentTemplateVariable: ObjectGap<Original.ContentTemplateVariable, Rethread.ContentTemplateVariable>;
      DetailedDeliveryReceipt: ObjectGap<Original.DetailedDeliveryReceipt, Rethread.DetailedDeliveryReceipt>;
      EmailRecipientDescriptor: ObjectGap<Original.EmailRecipientDescriptor, Rethread.EmailRecipientDescriptor>;
      NotificationTypes: ObjectGap<Original.NotificationTypes, Rethread.NotificationTypes>;
      PushNotification: ObjectGap<Original.PushNotification, Rethread.PushNotification>;
      RestPaginator: ObjectGap<Original.RestPaginator<string>, Rethread.RestPaginator<string>>;
      UnknownRecipientDescriptor: ObjectGap<Original.UnknownRecipientDescriptor, Rethread.UnknownRecipientDescriptor>;
    };
    expectTypeOf<Pairs>().toEqualTypeOf<Record<keyof Pairs, NoGap>>();
  });
});

describe('members of classes', () => {
  test('Client', () => {
    // `create` takes options, `populateInitRegistrations` a part of the original's transport: see ClientOptions.
    type Differing = 'create' | 'populateInitRegistrations';
    type Theirs = typeof Original.Client;
    expectTypeOf<StaticGap<Theirs, typeof Rethread.Client>>().toEqualTypeOf<Gap<NodeStatics, Differing>>();
    expectTypeOf<Parameters<Theirs['create']>>().toExtend<Parameters<typeof Rethread.Client.create>>();
    expectTypeOf<typeof Rethread.Client.populateInitRegistrations>().parameter(0).toBeUnknown();
  });

  test('other emitters', () => {
    type Pairs = {
      Conversation: StaticGap<typeof Original.Conversation, typeof Rethread.Conversation>;
      Message: StaticGap<typeof Original.Message, typeof Rethread.Message>;
      Participant: StaticGap<typeof Original.Participant, typeof Rethread.Participant>;
      User: StaticGap<typeof Original.User, typeof Rethread.User>;
    };
    expectTypeOf<Pairs>().toEqualTypeOf<Record<keyof Pairs, Gap<NodeStatics>>>();
  });

  test('others', () => {
    type Pairs = {
      // Nobody makes instances of it; ours is an expression, so that bundlers can leave it out, and has no own `prototype`.
      NotificationTypes: StaticGap<
        Omit<typeof Original.NotificationTypes, 'prototype'>,
        Omit<typeof Rethread.NotificationTypes, 'prototype'>
      >;
      CancellablePromise: StaticGap<typeof Original.CancellablePromise, typeof Rethread.CancellablePromise>;
    };
    expectTypeOf<Pairs>().toEqualTypeOf<Record<keyof Pairs, NoGap>>();
  });

  test('are made from what the original takes', () => {
    type Theirs = typeof Original;
    type Ours = typeof Rethread;
    // `default` is how TypeScript sees a CommonJS package; the other is generic, and compared with a type put in.
    type Names = Exclude<keyof Theirs, 'default' | 'CancellablePromise'>;
    type Unlike = { [Name in Names]: IsMadeAlike<Theirs[Name], Ours[Name]> extends true ? never : Name }[Names];
    expectTypeOf<Unlike>().toEqualTypeOf<never>();
    type TheirPromise = typeof Original.CancellablePromise<string>;
    expectTypeOf<IsMadeAlike<TheirPromise, typeof Rethread.CancellablePromise<string>>>().toEqualTypeOf<true>();
  });
});
