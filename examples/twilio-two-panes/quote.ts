import type { Message } from 'rethread';

/** What a reply says about the message that it answers; travels in the message's attributes. */
export interface Quote {
  readonly author: string;
  readonly text: string;
}

const MAX_LENGTH = 80;

export function toQuote({ author, body, attachedMedia }: Message): Quote {
  const text = body ?? attachedMedia?.at(0)?.filename ?? '';
  return { author: author ?? 'guest', text: text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text };
}

/** Attributes are whatever the sender put there, so nothing about them is certain. */
export function readQuote(attributes: unknown): Quote | undefined {
  const quote = isRecord(attributes) ? attributes['replyTo'] : undefined;
  if (!isRecord(quote)) return undefined;
  const { author, text } = quote;
  return typeof author === 'string' && typeof text === 'string' ? { author, text } : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
