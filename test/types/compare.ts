/** Compares the types of this library with those of the original, member by member. */
import type * as Original from '@twilio/conversations';
import type * as Rethread from 'rethread';

type IsAny<T> = 0 extends 1 & T ? true : false;

type Builtin = Original.JSONValue | bigint | symbol | undefined | Date | Blob | FormData | Uint8Array;

/** Classes with private members: TypeScript takes each for itself only, so they have to be replaced to compare the rest. */
interface ClassPairs {
  Client: [Original.Client, Rethread.Client];
  Conversation: [Original.Conversation, Rethread.Conversation];
  Participant: [Original.Participant, Rethread.Participant];
  Message: [Original.Message, Rethread.Message];
  MessageBuilder: [Original.MessageBuilder, Rethread.MessageBuilder];
  UnsentMessage: [Original.UnsentMessage, Rethread.UnsentMessage];
  Media: [Original.Media, Rethread.Media];
  User: [Original.User, Rethread.User];
  AggregatedDeliveryReceipt: [Original.AggregatedDeliveryReceipt, Rethread.AggregatedDeliveryReceipt];
  ContentTemplateVariable: [Original.ContentTemplateVariable, Rethread.ContentTemplateVariable];
}
type AnyOriginal = ClassPairs[keyof ClassPairs][0];
type Counterpart<T extends AnyOriginal> = {
  [Name in keyof ClassPairs]: T extends ClassPairs[Name][0] ? ClassPairs[Name][1] : never;
}[keyof ClassPairs];

/** The type with the original's classes, however deep inside, replaced by ours. `any` becomes `unknown`. */
export type Translated<T> = unknown extends T
  ? unknown
  : T extends Builtin
    ? T
    : T extends AnyOriginal
      ? Counterpart<T>
      : T extends Original.RestPaginator<infer Item>
        ? Rethread.RestPaginator<Translated<Item>>
        : T extends Original.Paginator<infer Item>
          ? Rethread.Paginator<Translated<Item>>
          : T extends Original.CancellablePromise<infer Result>
            ? Rethread.CancellablePromise<Translated<Result>>
            : T extends Promise<infer Result>
              ? Promise<Translated<Result>>
              : T extends Map<infer Key, infer Value>
                ? Map<Translated<Key>, Translated<Value>>
                : T extends (...args: infer Arguments) => infer Result
                  ? (...args: TranslatedTuple<Arguments>) => Translated<Result>
                  : { [Key in keyof T]: Translated<T[Key]> };
type TranslatedTuple<T extends unknown[]> = { [Key in keyof T]: Translated<T[Key]> };

/** `any` fits everything, and would hide a difference. */
type WithoutAny<T> =
  IsAny<T> extends true
    ? unknown
    : T extends Promise<infer Result>
      ? IsAny<Result> extends true
        ? Promise<unknown>
        : T
      : T;
type TupleWithoutAny<T extends unknown[]> = { [Key in keyof T]: WithoutAny<T[Key]> };
/** Methods taken apart: TypeScript would find a method with too few parameters good enough, and compare them loosely. */
type Shape<T> = T extends (...args: infer Arguments) => infer Result
  ? { takes: TupleWithoutAny<Arguments>; gives: WithoutAny<Result> }
  : WithoutAny<T>;

/** Whether a value of either type can stand where the other is expected. */
export type Interchangeable<A, B> =
  IsAny<A> extends IsAny<B> ? ([A] extends [B] ? ([B] extends [A] ? true : false) : false) : false;

type Identical<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type IsReadonly<T, Key extends keyof T> = Identical<Pick<T, Key>, Readonly<Pick<T, Key>>>;
type IsOptional<T, Key extends keyof T> = object extends Pick<T, Key> ? true : false;

type IsSameMember<Theirs, Ours, Key extends keyof Theirs & keyof Ours> = [
  Interchangeable<Translated<Shape<Theirs[Key]>>, Shape<Ours[Key]>>,
  Identical<IsReadonly<Theirs, Key>, IsReadonly<Ours, Key>>,
  Identical<IsOptional<Theirs, Key>, IsOptional<Ours, Key>>,
] extends [true, true, true]
  ? true
  : false;

/** Every emitter has these. They depend on the events and are compared with them. */
export type EmitterMember = keyof NodeJS.EventEmitter | `${'on' | 'once' | 'addListener'}WithReplay`;

/**
 * Public members of the original that this library lacks. Aside: symbols, which only Node's emitter has, and `default`, by
 * which TypeScript means a CommonJS package as a whole.
 */
export type Missing<Theirs, Ours> = Exclude<keyof Theirs, keyof Ours | symbol | 'default'>;

/** Members whose types are not {@link Interchangeable}, or that are read-only or optional in one of the two alone. */
export type Differing<Theirs, Ours, Except extends PropertyKey = never> = {
  [Key in Exclude<keyof Theirs & keyof Ours, Except>]: IsSameMember<Theirs, Ours, Key> extends true ? never : Key;
}[Exclude<keyof Theirs & keyof Ours, Except>];

/** What is missing and what is different in ours. */
export interface Gap<Missing extends PropertyKey = never, Differing extends PropertyKey = never> {
  missing: Missing;
  differing: Differing;
}
export type NoGap = Gap;

/** The gap between two objects, their emitters aside. */
export type ObjectGap<Theirs, Ours> = Gap<Missing<Theirs, Ours>, Differing<Theirs, Ours, EmitterMember>>;

/** The gap between the static sides of two classes. */
export type StaticGap<Theirs, Ours> = Gap<Missing<Theirs, Ours>, Differing<Theirs, Ours, 'prototype' | symbol>>;

/** The gap between two types that are no classes; `never` and `never` for types without members, when they are the same. */
export type TypeGap<Theirs, Ours> =
  Interchangeable<Translated<Theirs>, Ours> extends true
    ? [Theirs] extends [object]
      ? Gap<Missing<Theirs, Ours>, Differing<Theirs, Ours>>
      : NoGap
    : Gap<Missing<Theirs, Ours>, Differing<Theirs, Ours>> & { interchangeable: false };

type AnyClass = abstract new (...args: never[]) => unknown;
/** Whether everything that makes an object of the original makes one of ours. */
export type IsMadeAlike<Theirs extends AnyClass, Ours extends AnyClass> =
  Translated<ConstructorParameters<Theirs>> extends ConstructorParameters<Ours> ? true : false;
