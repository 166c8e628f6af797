import fc from 'fast-check';

const cycle: { self?: unknown } = {};
cycle.self = cycle;
let nested: unknown = 'deep';
for (let depth = 0; depth < 20_000; depth++) nested = [nested];

/** What apps pass by mistake, and what breaks code that trusts it. */
export const HOSTILE_VALUES: readonly (readonly [what: string, value: unknown])[] = [
  ['undefined', undefined],
  ['null', null],
  ['NaN', Number.NaN],
  ['a number that is too large', Number.MAX_VALUE],
  ['an empty text', ''],
  ['a blank text', '  '],
  ['half a surrogate pair', '\ud83d'],
  ['a text that climbs', '../..'],
  ['a dot', '.'],
  ['two dots', '..'],
  ['a text with a null character', 'a\u0000b'],
  ['the name of a property of every object', '__proto__'],
  ['a text that looks like a thread id', '19:x@thread.v2'],
  ['a text that looks like a user id', '8:acs:x_y'],
  ['a huge text', 'x'.repeat(40_000)],
  ['a function', () => 'result'],
  ['a symbol', Symbol('s')],
  ['a big integer', 10n],
  ['an object around a big integer', { value: 10n }],
  ['a cycle', cycle],
  ['twenty thousand nested arrays', nested],
  ['an object without a prototype', Object.create(null)],
  ['an object whose class has no name', { constructor: { name: Object.create(null) as unknown } }],
  ['a key named __proto__', JSON.parse('{"__proto__":{"polluted":true}}')],
  ['an object that refuses to become JSON', { toJSON: () => fail() }],
  ['an object that becomes nothing in JSON', { toJSON: () => undefined }],
  ['an object that refuses to become text', { toString: () => fail(), valueOf: () => fail() }],
  ['an object whose property throws', Object.defineProperty({}, 'friendlyName', { get: () => fail() })],
  ['functions inside', { a: () => 1, b: [() => 2] }],
  ['a sparse array', Object.assign([], { length: 3 })],
  ['a date that is none', new Date(Number.NaN)],
  ['a form', new FormData()],
  ['a blob', new Blob([])],
  ['bytes', new Uint8Array(2)],
  ['media options', { contentType: 'text/plain', media: 'x', filename: 10n }],
  ['media options with an impossible type', { contentType: 'no\ntype', media: 'x', filename: {} }],
  ['options', { friendlyName: 'x', uniqueName: '', attributes: () => 1 }],
  ['options with a cycle', { attributes: cycle }],
  ['a notification', { aps: 5, data: { message_index: Symbol('s') }, message_index: Symbol('s') }],
  [
    'a notification with an odd index',
    { aps: {}, twi_message_type: 't', message_index: Symbol('s'), media_count: Object.create(null) as unknown },
  ],
  ['an array of texts', ['a', '']],
  ['an array of media categories', ['media']],
];

/** Anything at all: everything that fast-check makes up, and {@link HOSTILE_VALUES}. */
export const anyValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom(...HOSTILE_VALUES.map(([, value]) => value)) },
  {
    weight: 1,
    arbitrary: fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withNullPrototype: true,
      withObjectString: true,
      withSet: true,
      withSparseArray: true,
      withTypedArray: true,
    }),
  },
);

function fail(): never {
  throw new Error('thrown by the app');
}
