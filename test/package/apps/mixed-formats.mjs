import { createRequire } from 'node:module';
import { ChatError } from 'rethread';

/** One package can be there twice in a process: as modules, and as CommonJS for a library that requires it. */
const { isChatError, ChatError: OtherChatError } = createRequire(import.meta.url)('rethread');
const error = new ChatError('not-found', 'unable to test');

console.log(JSON.stringify({ isTwice: ChatError !== OtherChatError, isRecognised: isChatError(error, 'not-found') }));
