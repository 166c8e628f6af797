/** Azure Communication Services Chat as a {@link ChatBackend}. */
export { AcsChatBackend } from './acs-chat-backend.js';
export type { AcsChatBackendOptions } from './acs-chat-backend.js';
export type { AcsErrorDetails } from './acs-error.js';
export { chatClientAt, createAcsChatClient } from './chat-client.js';
export type { AcsChatClientOptions } from './chat-client.js';
export type { IncompleteThreadDetails, InvalidMember } from './invalid-participants.js';
export { ACS_REQUEST_BUDGETS } from './request-budgets.js';
export type { ChatClient, ChatThreadClient } from '@azure/communication-chat';
