import { realTimeApiVersions } from '../http/api-version.js';
import type { ChatHandler, ChatOperation } from './chat-request.js';
import { deleteMessage, getMessage, listMessages, sendMessage, updateMessage } from './message-handlers.js';
import { addParticipants, listParticipants, removeParticipant } from './participant-handlers.js';
import { listReceipts, sendReceipt, sendTyping } from './receipt-handlers.js';
import { createThread, deleteThread, getThread, listThreads, updateThread } from './thread-handlers.js';

/** The push channel lives at the same address; the client appends its own paths. */
const getRealTimeConfiguration: ChatHandler = ({ origin }) => ({
  status: 200,
  body: { trouterServiceUrl: origin, registrarServiceUrl: origin, cloudType: 'public' },
});

const THREADS = '/chat/threads';
const THREAD = '/chat/threads/{threadId}';
const MESSAGES = `${THREAD}/messages`;
const MESSAGE = `${THREAD}/messages/{messageId}`;
const PARTICIPANTS = `${THREAD}/participants`;
const RECEIPTS = `${THREAD}/readReceipts`;

const thread = { permission: 'manageThreads' } as const;
const members = { permission: 'manageParticipants', budget: 'changeParticipants' } as const;
const part = { permission: 'takePart' } as const;

/** Every operation of the chat service: who may call it, what it costs, what carries it out. */
export const chatOperations: readonly ChatOperation[] = [
  {
    name: 'Chat_CreateChatThread',
    method: 'POST',
    path: THREADS,
    handler: createThread,
    ...thread,
    budget: 'createThread',
    body: 'json',
  },
  { name: 'Chat_ListChatThreads', method: 'GET', path: THREADS, handler: listThreads, ...part, budget: 'readThreads' },
  {
    name: 'Chat_DeleteChatThread',
    method: 'DELETE',
    path: THREAD,
    handler: deleteThread,
    ...thread,
    budget: 'deleteThread',
  },
  {
    name: 'ChatThread_GetChatThreadProperties',
    method: 'GET',
    path: THREAD,
    handler: getThread,
    ...part,
    budget: 'readThreads',
  },
  {
    name: 'ChatThread_UpdateChatThreadProperties',
    method: 'PATCH',
    path: THREAD,
    handler: updateThread,
    ...thread,
    budget: 'updateThread',
    body: 'mergePatch',
  },
  {
    name: 'ChatThread_SendChatMessage',
    method: 'POST',
    path: MESSAGES,
    handler: sendMessage,
    ...part,
    budget: 'writeMessage',
    body: 'json',
  },
  {
    name: 'ChatThread_ListChatMessages',
    method: 'GET',
    path: MESSAGES,
    handler: listMessages,
    ...part,
    budget: 'listMessages',
  },
  {
    name: 'ChatThread_GetChatMessage',
    method: 'GET',
    path: MESSAGE,
    handler: getMessage,
    ...part,
    budget: 'getMessage',
  },
  {
    name: 'ChatThread_UpdateChatMessage',
    method: 'PATCH',
    path: MESSAGE,
    handler: updateMessage,
    ...part,
    budget: 'writeMessage',
    body: 'mergePatch',
  },
  {
    name: 'ChatThread_DeleteChatMessage',
    method: 'DELETE',
    path: MESSAGE,
    handler: deleteMessage,
    ...part,
    budget: 'writeMessage',
  },
  {
    name: 'ChatThread_ListChatParticipants',
    method: 'GET',
    path: PARTICIPANTS,
    handler: listParticipants,
    ...part,
    budget: 'listParticipants',
  },
  {
    name: 'ChatThread_AddChatParticipants',
    method: 'POST',
    path: `${PARTICIPANTS}/:add`,
    handler: addParticipants,
    ...members,
    body: 'json',
  },
  {
    name: 'ChatThread_RemoveChatParticipant',
    method: 'POST',
    path: `${PARTICIPANTS}/:remove`,
    handler: removeParticipant,
    ...members,
    body: 'json',
  },
  {
    name: 'ChatThread_SendTypingNotification',
    method: 'POST',
    path: `${THREAD}/typing`,
    handler: sendTyping,
    ...part,
    budget: 'sendTyping',
    body: 'optionalJson',
  },
  {
    name: 'ChatThread_ListChatReadReceipts',
    method: 'GET',
    path: RECEIPTS,
    handler: listReceipts,
    ...part,
    budget: 'listReceipts',
  },
  {
    name: 'ChatThread_SendChatReadReceipt',
    method: 'POST',
    path: RECEIPTS,
    handler: sendReceipt,
    ...part,
    budget: 'sendReceipt',
    body: 'json',
  },
  {
    name: 'GetRealTimeNotificationConfiguration',
    method: 'GET',
    path: '/chat/config/realTimeNotifications',
    handler: getRealTimeConfiguration,
    ...part,
    apiVersions: realTimeApiVersions,
  },
  // In previews only.
  { name: 'ChatThread_UploadChatImage', method: 'POST', path: `${THREAD}/images` },
  { name: 'ChatThread_GetChatImage', method: 'GET', path: `${THREAD}/images/{imageId}/views/{size}` },
  { name: 'ChatThread_DeleteChatImage', method: 'DELETE', path: `${THREAD}/images/{imageId}` },
  { name: 'ChatThread_UpdateChatParticipant', method: 'PATCH', path: `${PARTICIPANTS}/{participantId}` },
];
