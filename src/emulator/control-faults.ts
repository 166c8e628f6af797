import type { EmulatorServices } from './emulator-services.js';
import type { FaultAction, FaultRule } from './fault-rules.js';
import { readOptionalInteger, readOptionalString, readString, wrong, type Fields } from './http/fields.js';
import { parsePattern } from './http/pattern.js';
import { filterFor } from './socket-filter.js';

/** A fault asked for over HTTP, ready to be started; resolves with what the answer shall say, if anything. */
export type FaultCommand = (services: EmulatorServices) => Promise<object | undefined>;

type Parser = (fields: Fields) => (services: EmulatorServices) => unknown;

const ruleParser =
  (readAction: (fields: Fields) => FaultAction): Parser =>
  (fields) => {
    const rule: FaultRule = { ...readAction(fields), ...readMatch(fields) };
    return ({ faults }) => ({ id: faults.add(rule).id });
  };

const pushParser =
  (method: 'loseNext' | 'duplicateNext' | 'reorderNext'): Parser =>
  (fields) => {
    const count = readCount(fields);
    const filter = filterFor(readOptionalString(fields, 'userId'));
    return ({ faults }) => faults.push[method](count, filter);
  };

const socketParser =
  (method: 'dropSockets' | 'freezeSockets' | 'thawSockets' | 'refuseUpgrades' | 'acceptConnections'): Parser =>
  (fields) => {
    const userId = readOptionalString(fields, 'userId');
    return ({ faults }) => {
      const count = faults[method](userId);
      return count === undefined ? undefined : { count };
    };
  };

/** Every kind of fault that `POST /_emulator/faults` knows. */
const parsers: Readonly<Record<string, Parser>> = {
  answer: ruleParser((fields) => ({
    kind: 'answer',
    status: readStatus(fields),
    ...optional('retryAfterSeconds', readOptionalInteger(fields, 'retryAfterSeconds')),
    afterCommit: readFlag(fields, 'afterCommit'),
  })),
  drop: ruleParser((fields) => ({ kind: 'drop', afterCommit: readFlag(fields, 'afterCommit') })),
  delay: ruleParser((fields) => ({ kind: 'delay', ms: readMs(fields), afterCommit: readFlag(fields, 'afterCommit') })),
  truncate: ruleParser(() => ({ kind: 'truncate' })),
  garble: ruleParser((fields) => ({
    kind: 'garble',
    body: readText(fields, 'body'),
    ...optional('contentType', readOptionalString(fields, 'contentType')),
  })),

  dropSockets: socketParser('dropSockets'),
  freezeSockets: socketParser('freezeSockets'),
  thawSockets: socketParser('thawSockets'),
  refuseUpgrades: socketParser('refuseUpgrades'),
  acceptConnections: socketParser('acceptConnections'),
  refuseConnections: (fields) => {
    const userId = readOptionalString(fields, 'userId');
    const status = fields['status'] === undefined ? undefined : readStatus(fields);
    return ({ faults }) => faults.refuseConnections(userId, status);
  },
  losePushes: pushParser('loseNext'),
  duplicatePushes: pushParser('duplicateNext'),
  reorderPushes: pushParser('reorderNext'),
  garblePushes: (fields) => {
    const count = readCount(fields);
    const body = readText(fields, 'body');
    const filter = filterFor(readOptionalString(fields, 'userId'));
    return ({ faults }) => faults.push.garbleNext(count, body, filter);
  },
  delayPushes: (fields) => {
    const count = readCount(fields);
    const ms = readMs(fields);
    const filter = filterFor(readOptionalString(fields, 'userId'));
    return ({ faults }) => faults.push.delayNext(count, ms, filter);
  },

  cut: (fields) => {
    const userId = readString(fields, 'userId');
    const mode = readOptionalString(fields, 'mode') ?? 'drop';
    if (mode !== 'drop' && mode !== 'unavailable') throw wrong('mode', 'drop or unavailable');
    return ({ userFaults }) => userFaults.cut({ userId, mode });
  },
  restore: (fields) => {
    const userId = readString(fields, 'userId');
    return ({ userFaults }) => userFaults.restore({ userId });
  },
  refuseSends: (fields) => {
    const userId = readString(fields, 'userId');
    const status = fields['status'] === undefined ? {} : { status: readStatus(fields) };
    const times = optional('times', readOptionalInteger(fields, 'times'));
    return ({ userFaults }) => userFaults.refuseSends({ userId, ...status, ...times });
  },
  tokenAboutToExpire: (fields) => {
    const userId = readString(fields, 'userId');
    const inMs = optional('inMs', readOptionalInteger(fields, 'inMs'));
    return ({ userFaults }) => userFaults.tokenAboutToExpire({ userId, ...inMs });
  },
  tokenExpired: (fields) => {
    const userId = readString(fields, 'userId');
    return ({ userFaults }) => userFaults.tokenExpired({ userId });
  },
};

/** Reads a fault from a request body; nothing starts before all of it was found valid. */
export function parseFaultCommand(fields: Fields): FaultCommand {
  const kind = readString(fields, 'kind');
  const parser = Object.hasOwn(parsers, kind) ? parsers[kind] : undefined;
  if (!parser) throw wrong('kind', `one of ${Object.keys(parsers).join(', ')}`);
  const start = parser(fields);
  return async (services) => {
    const result = await start(services);
    return typeof result === 'object' && result !== null ? result : undefined;
  };
}

function readMatch(fields: Fields): Omit<FaultRule, keyof FaultAction> {
  const path = readOptionalString(fields, 'path');
  const { probability } = fields;
  if (probability !== undefined && !(typeof probability === 'number' && probability >= 0 && probability <= 1)) {
    throw wrong('probability', 'a number from 0 to 1');
  }
  return {
    ...optional('method', readOptionalString(fields, 'method')),
    ...optional('path', path === undefined ? undefined : parsePattern(path)),
    ...optional('userId', readOptionalString(fields, 'userId')),
    ...optional('times', readOptionalInteger(fields, 'times')),
    ...optional('probability', probability),
  };
}

/** Nothing is a text, too. */
function readText(fields: Fields, name: string): string {
  const text = fields[name];
  if (typeof text !== 'string') throw wrong(name, 'a text');
  return text;
}

function readStatus(fields: Fields): number {
  const status = readOptionalInteger(fields, 'status');
  if (status === undefined || status < 400 || status > 599) throw wrong('status', 'an error status, 400 to 599');
  return status;
}

function readMs(fields: Fields): number {
  const ms = readOptionalInteger(fields, 'ms');
  if (ms === undefined || ms < 0) throw wrong('ms', 'a number of milliseconds that is not negative');
  return ms;
}

function readCount(fields: Fields): number {
  const count = readOptionalInteger(fields, 'count') ?? 1;
  if (count < 1) throw wrong('count', 'a whole number from 1');
  return count;
}

function readFlag(fields: Fields, name: string): boolean {
  const value = fields[name] ?? false;
  if (typeof value !== 'boolean') throw wrong(name, 'true or false');
  return value;
}

function optional<Name extends string, Value>(name: Name, value: Value | undefined): Partial<Record<Name, Value>> {
  return value === undefined ? {} : ({ [name]: value } as Record<Name, Value>);
}
