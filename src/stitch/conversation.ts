import type { Application } from './application.js';
import { noCalls, wrongType } from './errors.js';
import type { ConversationEvent } from './event-book.js';
import type { ConversationEvents } from './event-names.js';
import { type EventsParams, getEvents } from './get-events.js';
import { getMember, getMembers, getMyMember } from './get-members.js';
import type { ImageEvent } from './image-event.js';
import type { ImageUpload } from './image-upload.js';
import type { Member } from './member.js';
import { invite, type InviteParams, join, type JoinParams, leave } from './membership.js';
import { MessageEvent } from './message-event.js';
import type { Page, PageParams } from './page.js';
import { abortUpload, sendImage, type SendImageParams, uploadImage } from './send-image.js';
import { type OutgoingMessage, sendMessage } from './send-message.js';
import { sendText } from './send-text.js';
import type { TextEvent } from './text-event.js';
import type { ThreadView } from './thread-view.js';
import { startTyping, stopTyping } from './typing-signals.js';
import { WildEmitter } from './wild-emitter.js';

export type MembersById = Map<string, Member> | Record<string, Member>;

/** A conversation, and the events in it. One object for each. */
export class Conversation extends WildEmitter<ConversationEvents> {
  /** The app's id for it; the thread id where it has none. */
  id: string;
  name = '';
  display_name = '';
  timestamp: { created?: string } = {};
  /** By their ids, also those who have left. Before `stitch-3` a plain object. */
  members: MembersById;
  /** As far as they were loaded or have happened, ascending. */
  readonly events = new Map<number, ConversationEvent>();
  /** The id of the newest event. */
  sequence_number = 0;
  /** The own user; `undefined` before `join()`. */
  me: Member | undefined = undefined;
  /** Rejects: there are no calls in Azure's chat. */
  readonly media: { readonly enable: () => Promise<never>; readonly disable: () => Promise<never> };
  readonly #view: ThreadView;

  /** @internal */
  constructor(view: ThreadView, members: MembersById) {
    super();
    this.#view = view;
    this.id = view.threadId;
    this.members = members;
    this.media = {
      enable: () => noCalls('conversation.media.enable'),
      disable: () => noCalls('conversation.media.disable'),
    };
  }

  get application(): Application {
    return this.#view.app.application;
  }

  /**
   * Sends a text; it comes to the sender as an event, too, before the promise resolves.
   * @throws NexmoClientError `error:self` when the user is not in the conversation
   */
  sendText(text: string): Promise<TextEvent> {
    return sendText(this.#view, text, 'text');
  }

  /**
   * Stores an image and sends it. Resolves with what stands for the request as soon as that begins; the `image` event
   * follows. No smaller sizes are made, so that the parameters have no effect.
   */
  sendImage(image: Blob, _params?: SendImageParams): Promise<ImageUpload> {
    return sendImage(this.#view, image);
  }

  /** Of the later versions: a text, or an image by its address. */
  sendMessage(message: OutgoingMessage): Promise<TextEvent | ImageEvent> {
    return sendMessage(this.#view, message);
  }

  /** Of the later versions: stores an image and does not send it; the address for that is in `responseText`. */
  uploadImage(image: Blob, _params?: SendImageParams): Promise<ImageUpload> {
    return uploadImage(this.#view, image);
  }

  /** Stops an upload. @returns a `NexmoClientError` for anything that is none */
  abortSendImage(upload: ImageUpload): Error | undefined {
    return abortUpload(upload);
  }

  /** The newest events, as many as `historyLimit` says or down to `start_id`. From `client-6` on in pages. */
  getEvents(params?: EventsParams): Promise<Page<number, ConversationEvent>> {
    return getEvents(this.#view, params);
  }

  /** Tells the others that the user types, at most every seven seconds. Resolves with a word of the original's. */
  startTyping(): Promise<string> {
    return startTyping(this.#view);
  }

  /** Resolves at once: the others find out by themselves. */
  stopTyping(): Promise<string> {
    return stopTyping(this.#view);
  }

  /** Deletes an event for everybody. */
  async deleteEvent(event: MessageEvent): Promise<void> {
    if (!(event instanceof MessageEvent)) throw wrongType('delete the event', 'it must be one that somebody wrote');
    return this.#view.deleteEvent(event);
  }

  /** Answers an invitation, or asks to be let in; with somebody else's id, adds them. */
  join(params?: JoinParams): Promise<Member> {
    return join(this.#view, params);
  }

  /** Adds somebody: at Azure they are in it at once. */
  invite(params: InviteParams): Promise<Member> {
    return invite(this.#view, params);
  }

  /** Of the later versions: everybody who is in it. */
  getMembers(params?: PageParams): Promise<Page<string, Member>> {
    return getMembers(this.#view, params);
  }

  /** Of the later versions. @throws NexmoClientError `error:self` for those who are not in it */
  getMyMember(): Promise<Member> {
    return getMyMember(this.#view);
  }

  /** Of the later versions: somebody who is or was in it, by the member's id. */
  getMember(id: string): Promise<Member> {
    return getMember(this.#view, id);
  }

  leave(): Promise<void> {
    return leave(this.#view);
  }

  /** Deletes the conversation for everybody. */
  del(): Promise<void> {
    const view = this.#view;
    return view.ask(() => view.app.session.deleteThread(view.assertIn('delete the conversation')));
  }

  /** Rejects: there are no calls in Azure's chat. */
  inviteWithAudio(..._params: unknown[]): Promise<never> {
    return noCalls('conversation.inviteWithAudio');
  }
}
