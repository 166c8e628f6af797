import { missing, NexmoApiError } from './errors.js';
import { pageParamsOf } from './get-events.js';
import type { Member } from './member.js';
import { Page, pageOf, type PageParams } from './page.js';
import type { ThreadView } from './thread-view.js';

/** Everybody who is in it now. */
export function getMembers(view: ThreadView, params: PageParams = {}): Promise<Page<string, Member>> {
  return view.ask(() => {
    const { page_size, order, cursor } = pageParamsOf(params, 10);
    const read = async (start: string | undefined) => {
      await view.loadMembers();
      const entries = view.members.present.map((member) => [member.id, member] as const);
      return pageOf(order === 'desc' ? entries.reverse() : entries, start, page_size);
    };
    return Page.read({ page_size, order, read }, [cursor]);
  });
}

export function getMyMember(view: ThreadView): Promise<Member> {
  return view.ask(() => {
    view.assertIn('get your member');
    return view.own;
  });
}

export function getMember(view: ThreadView, id: string): Promise<Member> {
  return view.ask(async () => {
    if (typeof id !== 'string' || id === '') throw missing('get the member', 'name it by its id');
    await view.loadMembers();
    const member = view.members.at(id);
    if (member) return member;
    const reason = 'unable to get the member; nobody in this conversation has that id';
    throw new NexmoApiError('error:acs:404', reason, { detail: 'not-found' });
  });
}
