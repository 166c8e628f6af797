import type { Caller } from './server-internals.js';

/** What {@link CompanionOptions.authorize} is asked about. */
export type AuthorizeAction =
  /** Make an ACS user for an identity that never connected, so that it can be added to a conversation. */
  | 'user.create'
  /** Change the profile of somebody else. */
  | 'user.update'
  /** Find a conversation by its unique name without being in it. */
  | 'conversation.find'
  /** Look at a conversation, by its id, without being in it. */
  | 'conversation.peek'
  | 'conversation.join'
  | 'conversation.delete'
  /** Remove somebody from a conversation, or oneself. */
  | 'participant.remove'
  /** Change attributes that somebody else in the conversation has. */
  | 'participant.update';

/** Who wants something, of what, and of whom. */
export interface AuthorizeContext {
  readonly caller: Caller;
  /** For actions on a conversation. */
  readonly conversation?: AuthorizedConversation | undefined;
  /** For actions on somebody: who that is. */
  readonly target?: { readonly identity?: string | undefined; readonly userId?: string | undefined } | undefined;
}

/** The conversation of an action. */
export interface AuthorizedConversation {
  readonly id: string;
  /** The ACS user who created it. */
  readonly createdBy: string | undefined;
  /** Absent where ACS was not asked for it. */
  readonly topic?: string | undefined;
  /** As ACS has it; rethread's part is described in docs/wire-format.md. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
}

/**
 * What is allowed when the app does not say anything: what one may do with what is one's own, and nothing that lets somebody
 * into a conversation. Whoever was removed from one still knows its id, so looking and joining are for the app to allow.
 *
 * @example
 * ```ts
 * authorize: (action, context) =>
 *   (action === 'conversation.join' && isOpenToAll(context.conversation)) || defaultAuthorize(action, context)
 * ```
 */
export function defaultAuthorize(action: AuthorizeAction, { caller, conversation, target }: AuthorizeContext): boolean {
  const isCreator = conversation?.createdBy !== undefined && conversation.createdBy === caller.userId;
  switch (action) {
    case 'user.create':
      return true;
    case 'conversation.delete':
      return isCreator;
    case 'participant.remove':
      return isCreator || (target?.identity !== undefined && target.identity === caller.identity);
    case 'user.update':
    case 'conversation.find':
    case 'conversation.peek':
    case 'conversation.join':
    case 'participant.update':
      return false;
  }
}
