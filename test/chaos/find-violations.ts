import type { AppReport, LogEntry, Outcome, ShownConversation, ShownMessage } from './chaos-app.js';
import type { MessageTruth, ServiceTruth, ThreadTruth } from './service-truth.js';

/** Something that must not be. */
export interface Violation {
  readonly text: string;
  readonly app?: string;
  readonly conversation?: string;
  /** The message concerned, by the service's id. */
  readonly id?: number;
  readonly label?: string;
}

interface Facts {
  readonly reports: readonly AppReport[];
  readonly truth: ServiceTruth;
  /** When the round began, by the wall clock. */
  readonly since: number;
  /** The service's time for one of the wall clock. */
  readonly toServiceTime: (wall: number) => number;
}

/** Between what one clock says and what the other does with it. */
const TOLERANCE_MS = 100;

const labelOf = (body: string | null): string => (body ?? '').split('|')[0]!;
const versionOf = (body: string): number => Number(body.split('|')[1] ?? -1);
/** Sids end with the service's id. */
const idOf = (sid: string): number => Number.parseInt(sid.slice(-12), 16);

/** Holds what the apps saw against what the service has. */
export function findViolations(facts: Facts): Violation[] {
  return [
    ...facts.reports.flatMap((report) => [...checkEnd(report, facts.truth), ...checkEvents(report, facts)]),
    ...facts.truth.threads.flatMap((thread) => checkPromises(thread, facts.reports)),
  ];
}

/** What an app shows at the end is what the service has. */
function checkEnd({ name, conversations, pieced, outcomes, life, log }: AppReport, truth: ServiceTruth): Violation[] {
  const violations: Violation[] = [];
  const complain = (text: string, more: Partial<Violation> = {}): void =>
    void violations.push({ app: name, text, ...more });
  const sids = conversations.map(({ sid }) => sid).sort();
  const listed = truth.listed[name] ?? [];
  if (sids.join() !== listed.join()) complain(`is in ${sids.join()}, but the service says ${listed.join()}`);
  for (const thread of truth.threads) {
    const shown = conversations.find(({ sid }) => sid === thread.sid);
    if (shown)
      for (const violation of compare(shown, thread, pieced[thread.sid] ?? [])) complain(violation.text, violation);
    // Who comes back counts anew.
    if (log.some(({ what, conversation }) => what === 'left' && conversation === thread.sid)) continue;
    const indexOf = new Map(shown?.messages.map((message) => [labelOf(message.body), message.index]));
    for (const { kind, state, label, index, conversation, life: sentIn } of outcomes) {
      if (kind !== 'send' || state !== 'resolved' || sentIn !== life || conversation !== thread.sid) continue;
      const actual = indexOf.get(label);
      if (actual !== undefined && actual !== index)
        complain(`send() resolved with index ${index}, the message has ${actual}`, { conversation, label });
    }
  }
  return violations;
}

function compare(shown: ShownConversation, thread: ThreadTruth, pieced: readonly ShownMessage[]): Violation[] {
  const violations: Violation[] = [];
  const conversation = thread.sid;
  const complain = (text: string, id?: number, label?: string): void =>
    void violations.push({
      text,
      conversation,
      ...(id !== undefined && { id }),
      ...(label !== undefined && { label }),
    });
  if (shown.name !== thread.topic) complain(`is called ${shown.name}, but the service says ${thread.topic}`);
  const members = [shown.participants.join(), thread.participants.join()];
  if (members[0] !== members[1]) complain(`has ${members[0]} in it, but the service says ${members[1]}`);

  const stored = new Map(thread.messages.filter(({ isDeleted }) => !isDeleted).map((message) => [message.id, message]));
  const compareOne = (where: string, { sid, body, author }: ShownMessage): void => {
    const message = stored.get(idOf(sid));
    if (!message) complain(`${where} has ${body}, which the service has not`, idOf(sid), labelOf(body));
    else if (message.body !== body || message.author !== author)
      complain(`${where} has ${body} by ${author}, the service ${message.body} by ${message.author}`, message.id, labelOf(body)); // prettier-ignore
  };
  for (const message of shown.messages) compareOne('getMessages()', message);
  for (const message of pieced) compareOne('what events told', message);
  const ids = new Set(shown.messages.map(({ sid }) => idOf(sid)));
  if (ids.size !== shown.messages.length) complain('getMessages() has a message twice');
  for (const { id, body } of stored.values())
    if (!ids.has(id)) complain(`getMessages() lacks ${body}`, id, labelOf(body));
  const indexes = shown.messages.map(({ index }) => index);
  if (indexes.some((index, n) => n > 0 && index <= indexes[n - 1]!)) complain(`has indexes ${indexes.join()}`);
  const indexOf = new Map(shown.messages.map(({ sid, index }) => [sid, index]));
  for (const { sid, index, body } of pieced) {
    const now = indexOf.get(sid);
    if (now !== undefined && now !== index) complain(`index was ${index}, now it is ${now}`, idOf(sid), labelOf(body));
  }
  return violations;
}

/** Each message was added once, in order, and nothing happened to it before or after its life. */
function checkEvents({ name, life, log, conversations, isPolling }: AppReport, facts: Facts): Violation[] {
  const violations: Violation[] = [];
  const complain = (text: string, { conversation, sid, body }: LogEntry): void =>
    void violations.push({
      app: name,
      text,
      ...(conversation && { conversation }),
      ...(sid && { id: idOf(sid) }),
      ...(body && { label: labelOf(body) }),
    });
  const seen = new Set<string>();
  const last = new Map<string, number>();
  for (const entry of log) {
    if (/not shown/.test(entry.what)) complain(entry.what, entry);
    if (entry.what !== 'added' && entry.what !== 'removed') continue;
    const key = `${entry.life} ${entry.what} ${entry.sid}`;
    if (seen.has(key)) complain(`${entry.what} twice`, entry);
    seen.add(key);
    if (entry.what !== 'added') continue;
    // Pushes may be lost, or come in another order.
    const place = `${entry.life} ${entry.conversation}`;
    const id = idOf(entry.sid ?? '');
    if (isPolling && id <= (last.get(place) ?? -1)) complain(`added after ${last.get(place)}, which is newer`, entry);
    last.set(place, id);
  }
  const { since, toServiceTime } = facts;
  const ready = log.findLast(({ what }) => what === 'ready')?.at ?? since;
  for (const { sid } of conversations) {
    const thread = facts.truth.threads.find((candidate) => candidate.sid === sid);
    const from = Math.max(toServiceTime(ready) + TOLERANCE_MS, thread?.addedAt[name] ?? Infinity);
    for (const message of thread?.messages ?? [])
      if (message.id > from && !message.isDeleted && !wasAdded(message, sid, log, life))
        violations.push({ app: name, text: `never added ${message.body}`, conversation: sid, id: message.id, label: labelOf(message.body) }); // prettier-ignore
  }
  return violations;
}

/** @param sid of the conversation: ids are unique within one alone */
const wasAdded = ({ id }: MessageTruth, sid: string, log: readonly LogEntry[], life: number): boolean =>
  log.some((entry) => entry.what === 'added' && entry.life === life && entry.conversation === sid && idOf(entry.sid ?? '') === id); // prettier-ignore

/** What each sender was promised is what is stored. */
function checkPromises({ sid: conversation, messages }: ThreadTruth, reports: readonly AppReport[]): Violation[] {
  const violations: Violation[] = [];
  for (const { name, outcomes, place } of reports) {
    const complain = (text: string, label: string, id?: number): void =>
      void violations.push({ app: name, text, conversation, label, ...(id !== undefined && { id }) });
    const own = outcomes.filter((outcome) => outcome.conversation === conversation);
    // The text of a deleted message is gone: whoever saw it knows what it was.
    const labels = new Map(
      reports
        .flatMap(({ log }) => log.filter((entry) => entry.conversation === conversation))
        .flatMap(({ sid, body }) => (sid && body ? [[idOf(sid), labelOf(body)]] : [])),
    );
    const stored = messages
      .filter(({ author }) => author === name)
      .map((message) => ({ ...message, label: message.isDeleted ? labels.get(message.id) : labelOf(message.body) }));
    for (const { kind, state, code, label, sid, body } of own) {
      if (state === 'pending') complain(`${kind} never settled`, label);
      const found = stored.filter((message) => message.label === label);
      if (kind === 'send') {
        const alive = found.filter(({ isDeleted }) => !isDeleted).length;
        const isRemoved = own.some((other) => other.kind === 'remove' && other.label === label);
        const least = state === 'resolved' ? 1 : 0;
        const most = state === 'resolved' || code === 'ambiguous-send' ? 1 : 0;
        // A browser may post again by itself; then the library deletes the copy.
        const isOnce =
          alive <= most && (place === 'Chromium' ? found.length >= least : found.length === alive || isRemoved);
        if (!isOnce || (alive < least && !isRemoved))
          complain(`send ${state} ${code ?? ''}, and is stored ${found.length} times, ${alive} not deleted`, label, found[0]?.id); // prettier-ignore
      }
      const message = stored.find(({ id }) => sid !== undefined && id === idOf(sid));
      if (kind === 'remove' && state === 'resolved' && !message?.isDeleted) complain('remove resolved, and is there', label, message?.id); // prettier-ignore
      if (kind === 'edit' && state === 'resolved' && message && !message.isDeleted)
        if (!isAsNew(message.body, body!, own)) complain(`edit to ${body} resolved, and is ${message.body}`, label, message.id); // prettier-ignore
    }
    for (const { label, id } of stored)
      if (label === undefined || !own.some((outcome) => outcome.kind === 'send' && outcome.label === label))
        complain('a message that nobody sent', label ?? '', id);
  }
  return violations;
}

/** An edit whose answer was lost may come to pass after a later one. */
const isAsNew = (body: string, resolved: string, outcomes: readonly Outcome[]): boolean =>
  versionOf(body) >= versionOf(resolved) || outcomes.some((other) => other.body === body && other.state !== 'resolved');
