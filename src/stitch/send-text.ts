import type { Json, RichContent } from '../core/index.js';
import { missing, wrongType } from './errors.js';
import type { TextEvent } from './text-event.js';
import type { ThreadView } from './thread-view.js';

/** @param type what the event shall be for clients of the later versions, which have two of them */
export async function sendText(view: ThreadView, text: string, type: 'text' | 'message'): Promise<TextEvent> {
  if (typeof text !== 'string') throw wrongType('send the text', 'it must be a string');
  if (text === '') throw missing('send the text', 'it is empty');
  return view.send(
    contentOf(text, view.app.settings.traits.hasPlainSenders ? { type } : undefined),
  ) as Promise<TextEvent>;
}

const contentOf = (text: string, details: Json | undefined): RichContent => ({
  text,
  subject: null,
  attributes: {},
  media: [],
  parts: [],
  details,
});
