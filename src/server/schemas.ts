import * as z from 'zod';
import { identitySchema } from './identity-rules.js';
import { MOST_LOOKUPS } from './limits.js';
import { downloadSchema, uploadRequestSchema, uploadTicketSchema } from './media/index.js';

/**
 * The forms of all bodies: requests are checked by them, and the OpenAPI description is made from them. The names are
 * those of its components.
 */

const json = z.unknown().refine((value) => value !== undefined, { error: 'is missing' });
const revision = z.string().describe('Opaque, except that those of conversations and participants are counters.');
const userId = z.string().min(1).max(512).describe('An ACS user, such as 8:acs:…');
const conversationId = z.string().min(1).max(512);
const messageId = z.string().regex(/^\d{1,20}$/);
const displayName = z.string().min(1).max(256);
const uniqueName = z.string().min(1).max(256);
const metadata = z.record(z.string(), z.string());

const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string().describe('What went wrong, for programs.'),
  detail: z.string().describe('What went wrong and the way out, for people.'),
});

const Token = z.object({ token: z.string().describe('What `new Client(token)` takes.') });

const Health = z.object({ status: z.literal('ok') });

const User = z.object({
  identity: identitySchema,
  userId,
  friendlyName: z.string().nullable(),
  attributes: json,
  revision,
});

const UserLookup = z
  .object({
    identities: z.array(identitySchema).max(MOST_LOOKUPS).optional(),
    userIds: z.array(userId).max(MOST_LOOKUPS).optional(),
    create: z.boolean().optional().describe('Makes ACS users for identities that never connected.'),
  })
  .refine(({ identities = [], userIds = [] }) => identities.length + userIds.length <= MOST_LOOKUPS, {
    error: `must ask for at most ${MOST_LOOKUPS} users in all`,
  });

const Users = z.object({ users: z.array(User).describe('Without those that are not known.') });

const UserChange = z.object({
  friendlyName: z.string().max(256).nullable().optional(),
  attributes: z.unknown().optional().describe('Any JSON; at most 16 KB.'),
});

const ConversationDraft = z.object({
  uniqueName,
  topic: z.string().min(1).max(250),
  metadata: metadata.describe('Of the ACS thread; at most 1 KB in all.'),
  creatorName: displayName.optional().describe('What other ACS clients show for the creator.'),
});

const Conversation = z.object({
  id: z.string(),
  topic: z.string(),
  metadata,
  createdOn: z.iso.datetime(),
  createdBy: userId.nullable(),
});

const Peek = Conversation.extend({
  isMember: z.boolean(),
  attributes: z.unknown().optional().describe('Of the document, if there is one.'),
});

const UniqueName = z.object({ uniqueName: uniqueName.nullable() });

const Join = z.object({ displayName: displayName.optional() });

const Attributes = z.object({ attributes: json.describe('Any JSON.') });

const AttributesDocument = Attributes.extend({ revision });

const Revision = z.object({ revision });

const Participants = z.object({
  participants: z.array(
    z.object({
      userId,
      attributes: z.unknown().optional(),
      lastReadMessageId: messageId.optional(),
      lastReadOn: z.iso.datetime().optional(),
    }),
  ),
  revision,
});

const LastRead = z.object({ messageId });

const PersonalChange = z
  .object({
    conversationId,
    notificationLevel: z.enum(['default', 'muted']).optional(),
    lastReadMessageId: messageId.nullable().optional().describe('null: all is unread.'),
    clearLastRead: z.literal(true).optional().describe('Removes the override.'),
  })
  .refine(({ lastReadMessageId, clearLastRead }) => lastReadMessageId === undefined || clearLastRead === undefined, {
    error: 'must not set and clear `lastReadMessageId` at once',
  });

const Personal = z.object({
  conversations: z.record(
    conversationId,
    z.object({ notificationLevel: z.literal('muted').optional(), lastReadMessageId: messageId.nullable().optional() }),
  ),
  revision,
});

export const schemas = {
  Problem,
  Token,
  Health,
  User,
  UserLookup,
  Users,
  UserChange,
  ConversationDraft,
  Conversation,
  Peek,
  UniqueName,
  Join,
  Attributes,
  AttributesDocument,
  Revision,
  Participants,
  LastRead,
  PersonalChange,
  Personal,
  UploadRequest: uploadRequestSchema,
  UploadTicket: uploadTicketSchema,
  Download: downloadSchema,
} satisfies Record<string, z.ZodType>;

export type SchemaName = keyof typeof schemas;
