import type { UserId } from '../core/index.js';
import { NXMEvent } from './nxm-event.js';
import type { ThreadView } from './thread-view.js';

/** Whether somebody types: 1 begins, 0 ends. */
export interface TypingBody {
  readonly activity: 0 | 1;
}

/** @throws NexmoClientError `error:self` */
export function startTyping(view: ThreadView): Promise<string> {
  return view.ask(async () => {
    const thread = view.assertIn('tell that you type');
    if (view.typing.isDue()) await view.app.session.sendTyping(thread);
    return 'text:typing:on:success';
  });
}

/** The service has no signal for it. @throws NexmoClientError `error:self` */
export function stopTyping(view: ThreadView): Promise<string> {
  return view.ask(() => {
    view.assertIn('tell that you do not type');
    return 'text:typing:off:success';
  });
}

/** Tells the app that somebody types, and when that ends: by a message, or when nothing more is heard. */
export function hearTyping(view: ThreadView, userId: UserId): void {
  const member = view.members.get(userId);
  const tell = (state: 'on' | 'off'): void => {
    const [type, activity] = [`text:typing:${state}`, state === 'on' ? 1 : 0];
    const fields = { id: undefined, acsId: undefined, type, from: member.id, timestamp: new Date().toISOString() };
    view.tell(type, member, new NXMEvent(view, fields, { activity }));
  };
  const isNews = !view.typists.has(userId);
  view.typists.add(userId);
  view.typing.start(userId, () => {
    view.typists.delete(userId);
    tell('off');
  });
  if (isNews) tell('on');
}
