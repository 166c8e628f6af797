/** What the answers of ACS and its pushes have in common. */
export { memberOf } from './member-fields.js';
export { dateOfId, exactDateOf, kindOf, versionOf } from './message-fields.js';
