import { ChatError, fieldsOf } from '../core/index.js';
import type { KandyOptions } from './glue.js';

/** What this facade goes by, with its defaults. */
export interface Settings {
  readonly oneToOneTypeName: string;
  readonly firstMessageEvent: 'conversations:change' | 'messages:change' | 'auto';
  readonly deleteMessages: 'locally' | 'forEveryone';
  readonly deleteConversation: 'locally' | 'leave' | 'deleteThread';
}

const PRESETS: Readonly<Record<string, Partial<Settings>>> = {
  'multimedia-4.25': { oneToOneTypeName: 'chat', firstMessageEvent: 'messages:change' },
};

/** @throws ChatError `invalid-argument` naming the option whose value means nothing */
export function readSettings(options: KandyOptions): Settings {
  const preset = options.compat === undefined ? {} : PRESETS[oneOf(options, 'compat', Object.keys(PRESETS))];
  const given = { ...preset, ...definedOf(options) };
  const { oneToOneTypeName = 'chat-oneToOne' } = given;
  if (typeof oneToOneTypeName !== 'string' || oneToOneTypeName === '')
    throw invalid('oneToOneTypeName', "a name such as 'chat'");
  return {
    oneToOneTypeName,
    firstMessageEvent: oneOf(given, 'firstMessageEvent', ['conversations:change', 'messages:change', 'auto']),
    deleteMessages: oneOf(given, 'deleteMessages', ['locally', 'forEveryone']),
    deleteConversation: oneOf(given, 'deleteConversation', ['locally', 'leave', 'deleteThread']),
  };
}

/** @param allowed the first is the default */
function oneOf<Value extends string>(options: object, name: string, allowed: readonly Value[]): Value {
  const value = fieldsOf(options)[name] ?? allowed[0];
  if (allowed.includes(value as Value)) return value as Value;
  throw invalid(name, allowed.map((one) => `'${one}'`).join(' or '));
}

const definedOf = (options: KandyOptions): KandyOptions =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));

function invalid(name: string, expected: string): ChatError {
  return new ChatError('invalid-argument', `unable to create the client; \`${name}\` must be ${expected}`);
}
