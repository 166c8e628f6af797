import { afterEach, describe, expect, it, vi } from 'vitest';
import { RULES } from '../../../src/twilio/argument-rules.js';
import { anyOf, arrayOf, checkArguments, literal, ofType, type Rule } from '../../../src/twilio/validation.js';
import { aFunction, media, MESSAGE, Odd, participant, REFUSED_CALLS, variable } from '../../helper/refused-calls.js';

const table: Readonly<Record<string, Readonly<Record<string, readonly Rule[]>>>> = RULES;

function refusalOf(rules: readonly Rule[], args: readonly unknown[]): string | undefined {
  try {
    checkArguments(args, ...rules);
    return undefined;
  } catch (error) {
    expect((error as Error).constructor).toBe(Error);
    expect(Object.keys(error as Error)).toEqual([]);
    return (error as Error).message;
  }
}

function rulesOf(name: string): readonly Rule[] {
  const [className = '', method = ''] = name.split('.');
  const rules = table[className]?.[method];
  if (!rules) throw new Error(`no rules for ${name}`);
  return rules;
}

const formData = new FormData();
const ACCEPTED: Record<string, unknown[][]> = {
  'Client.constructor': [['t'], ['t', undefined], ['t', {}], ['t', new Odd()]],
  'Client.create': [['t'], [''], ['t', {}]],
  'Client.createConversation': [
    [],
    [undefined],
    [{}],
    [new Odd()],
    [{ friendlyName: '', uniqueName: 'a', isPrivate: true, attributes: aFunction, other: 1 }],
  ],
  'Client.setPushRegistrationId': [
    ['fcm', ''],
    ['apn', 'x'],
  ],
  'Client.getTemporaryContentUrlsForMedia': [[[media]]],
  'Client.getTemporaryContentUrlsForMediaSids': [[['']]],
  'Conversation.add': [['a'], ['a', undefined], ['a', null], ['a', 'x'], ['a', 5], ['a', [1]]],
  'Conversation.addNonChatParticipant': [
    ['a', 'b'],
    ['a', 'b', null, { email: 5 }],
  ],
  'Conversation.advanceLastReadMessageIndex': [[0], [-0], [7]],
  'Conversation.updateLastReadMessageIndex': [[null], [0]],
  'Conversation.getMessages': [[], [0], [1, 0, 'backwards'], [undefined, undefined, undefined]],
  'Conversation.removeParticipant': [['alice'], [participant]],
  'Conversation.sendMessage': [
    [''],
    [null],
    [formData],
    ['a', undefined, undefined],
    ['a', null, null],
    ['a', {}, {}],
    ['a', {}, { subject: 'x' }],
    [{ contentType: 'a/b', media: 'x', filename: 5 }],
    [{ contentType: 'a/b', media: new Uint8Array(1) }],
    [{ contentType: 'a/b', media: Buffer.from('x') }],
    [{ contentType: 'a/b', media: new ArrayBuffer(1) }],
    [{ contentType: 'a/b', media: new Blob(['x']) }],
  ],
  'Conversation.updateAttributes': [[null], ['x'], [false], [0], [[]], [{}]],
  'Conversation.updateFriendlyName': [['']],
  'Conversation.updateUniqueName': [[null], [''], ['a']],
  'Message.getEmailBody': [[], ['text/html']],
  'MessageBuilder.addMedia': [
    [formData],
    [{ contentType: null, media: '' }],
    [{ contentType: 'a/b', media: 'null', filename: '' }],
    [{ contentType: 'a/b', media: Buffer.from('x'), filename: undefined }],
    [{ contentType: 'a/b', media: new Blob(['x']) }],
  ],
  'MessageBuilder.setContentTemplate': [['HX1'], ['', []], ['HX1', [variable]]],
};

const refusedRows = Object.entries(REFUSED_CALLS).flatMap(([method, rows]) =>
  rows.map(([what, args, message]) => ({ method, what, args, message })),
);
const acceptedRows = Object.entries(ACCEPTED).flatMap(([method, calls]) =>
  calls.map((args, row) => ({ method, row: row + 1, args })),
);

describe('§7.1 what the error says', () => {
  it.each(refusedRows)('$method refuses $what', ({ method, args, message }) => {
    expect(refusalOf(rulesOf(method), args)).toBe(message);
  });

  it.each(acceptedRows)('$method accepts call $row of its table', ({ method, args }) => {
    expect(refusalOf(rulesOf(method), args)).toBeUndefined();
  });

  it('has a refused call for every rule', () => {
    const methods = Object.entries(table).flatMap(([name, rules]) => Object.keys(rules).map((key) => `${name}.${key}`));
    expect(Object.keys(REFUSED_CALLS).sort()).toEqual(methods.sort());
  });
});

describe('§7.1 how values are described', () => {
  it.each<[string, unknown]>([
    ['"a"b\n"', 'a"b\n'],
    ['0', -0],
    ['10', 10n],
    ['false', false],
    ['undefined', undefined],
    ['symbol', Symbol('x')],
    ['function', Odd],
    ['object', {}],
    ['instance of Odd', new Odd()],
    ['instance of Map', new Map()],
    ['instance of undefined', Object.create(null)],
  ])('%s', (described, value) => {
    expect(refusalOf([literal('expected')], [value])).toBe(
      `Argument 1 is expected to be "expected", but got ${described}`,
    );
  });
});

describe('§7.1 the rule language', () => {
  it('separates with a comma up to two alternatives and with a semicolon from three', () => {
    expect(refusalOf([literal('a')], [1])).toBe('Argument 1 is expected to be "a", but got 1');
    expect(refusalOf([literal('a', null)], [1])).toBe('Argument 1 is expected to be "a" or null, but got 1');
    expect(refusalOf([anyOf(literal('a', null), ofType('boolean'))], [1])).toBe(
      'Argument 1 is expected to be "a", null or of type boolean; but got 1',
    );
  });

  it('reports the first wrong argument, and too many before any wrong one', () => {
    const rules = [ofType('string'), ofType('string')];
    expect(refusalOf(rules, ['a', 2])).toContain('Argument 2');
    expect(refusalOf(rules, [1, 2])).toContain('Argument 1');
    expect(refusalOf(rules, [1, 2, 3])).toBe('Expected at most 2 argument(s), but got 3');
  });

  it('takes the arguments object of a function', () => {
    function two(..._args: unknown[]): void {
      checkArguments(arguments, ofType('string'));
    }
    expect(() => two('a', 'b')).toThrow('Expected at most 1 argument(s), but got 2');
  });

  it('accepts an empty array unless told otherwise', () => {
    expect(refusalOf([arrayOf('strings', ofType('string'))], [[]])).toBeUndefined();
    expect(refusalOf([arrayOf('strings', ofType('string'))], [null])).toBe(
      'Argument 1 is expected to be an array of strings, but got null',
    );
  });
});

describe('where globals are missing', () => {
  afterEach(() => vi.unstubAllGlobals());

  it.each(['FormData', 'Blob', 'Buffer'])('still says the same without %s', (name) => {
    vi.stubGlobal(name, undefined);
    expect(refusalOf(RULES.Conversation.sendMessage, [5])).toBe(`${MESSAGE} (should be a pure object); but got 5`);
    expect(refusalOf(RULES.MessageBuilder.addMedia, [{ contentType: 'a/b', media: 5 }])).toContain(
      '(key "media" is 5)',
    );
    expect(refusalOf(RULES.MessageBuilder.addMedia, [{ contentType: 'a/b', media: 'x' }])).toBeUndefined();
  });

  it("knows a bundler's own Buffer", () => {
    class PolyfilledBuffer extends Uint8Array {
      static isBuffer(value: unknown): boolean {
        return value instanceof PolyfilledBuffer;
      }
    }
    vi.stubGlobal('Buffer', undefined);
    const options = { contentType: 'a/b', media: new PolyfilledBuffer(1) };
    expect(refusalOf(RULES.MessageBuilder.addMedia, [options])).toBeUndefined();
  });
});
