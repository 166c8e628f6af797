/** Of a request's body, in bytes: documents of 16 KB, and room for the escapes that JSON allows. */
export const MOST_BODY_BYTES = 128 * 1024;
/** Of the attributes of a conversation or a user, as JSON in UTF-8. Twilio's limit. */
export const MOST_ATTRIBUTE_BYTES = 16 * 1024;
/** Of the attributes of a participant. Twilio's limit. */
export const MOST_PARTICIPANT_ATTRIBUTE_BYTES = 4 * 1024;
/** Of participants of one conversation with something to keep. ACS allows 250 at a time. */
export const MOST_PARTICIPANTS = 1_000;
/** Of conversations about which one user keeps something. */
export const MOST_PERSONAL_ENTRIES = 5_000;
/** Of identities and user ids in one lookup. */
export const MOST_LOOKUPS = 200;
