import { type ChatError, type ChatErrorCode, isChatError } from '../core/index.js';

/** What a request was about: decides which of Twilio's codes a missing or doubled thing has. */
export type Subject = 'conversation' | 'participant' | 'message' | 'media' | 'uniqueName';

interface TwilioAnswer {
  readonly status: number;
  /** The reason phrase, which is all that Twilio's errors say in `message`. */
  readonly phrase: string;
  readonly code: number;
}

const NOT_FOUND: Record<Subject, number> = {
  conversation: 50350,
  participant: 50432,
  message: 20404,
  media: 20404,
  uniqueName: 50350,
};
const CONFLICT: Record<Subject, number> = {
  conversation: 50353,
  participant: 50433,
  message: 20409,
  media: 20409,
  uniqueName: 50353,
};

/** Our code → Twilio's answer. What is missing here has no counterpart at Twilio and stays what it is. */
const ANSWERS: Partial<Record<ChatErrorCode, (subject: Subject) => TwilioAnswer>> = {
  unauthorized: () => ({ status: 401, phrase: 'Unauthorized', code: 20101 }),
  forbidden: () => ({ status: 403, phrase: 'Forbidden', code: 50430 }),
  'not-found': (subject) => ({ status: 404, phrase: 'Not Found', code: NOT_FOUND[subject] }),
  conflict: (subject) => ({ status: 409, phrase: 'Conflict', code: CONFLICT[subject] }),
  'rate-limited': () => ({ status: 429, phrase: 'Too Many Requests', code: 20429 }),
  'service-error': () => ({ status: 503, phrase: 'Service Unavailable', code: 20503 }),
};

/**
 * The shape of a failed request at Twilio: `message` is the reason phrase, `status` the number, the service's code and
 * explanation are in `body`. Applications look at any of the three, some at `code`.
 */
export class RequestError extends Error {
  readonly status: number;
  readonly code: number;
  readonly description: string;
  readonly body: { readonly status: number; readonly code: number; readonly message: string };

  constructor(answer: TwilioAnswer, description: string, cause?: unknown) {
    super(answer.phrase, cause === undefined ? undefined : { cause });
    // Twilio's errors are plain ones by name, and some applications print it.
    this.name = 'Error';
    this.status = answer.status;
    this.code = answer.code;
    this.description = description;
    this.body = { status: answer.status, code: answer.code, message: description };
  }
}

/** Turns what the core throws into what an application written for Twilio expects. */
export function toTwilioError(error: unknown, subject: Subject = 'conversation'): unknown {
  if (!isChatError(error)) return error;
  if (error.code === 'closed') return new Error('Unable to connect: Connection is not initialized', { cause: error });
  if (error.code === 'unavailable') return new Error('disconnected', { cause: error });
  const answer = ANSWERS[error.code]?.(subject);
  return answer
    ? new RequestError({ ...answer, status: statusOf(error, answer) }, error.message, error)
    : withBody(error);
}

/** Apps print `error.body.message`, whatever it was that failed. */
export function withBody<Failure extends ChatError>(error: Failure): Failure {
  const { status = 400, code, message } = error;
  Object.assign(error, { body: { status, code, message } });
  return error;
}

const statusOf = (error: ChatError, answer: TwilioAnswer): number =>
  error.code === 'service-error' ? (error.status ?? answer.status) : answer.status;

/** A refusal that this client makes by itself, in the service's place. */
export function refusal(code: 'not-found' | 'conflict', subject: Subject, description: string): RequestError {
  const answer = ANSWERS[code]?.(subject) ?? { status: 400, phrase: 'Bad Request', code: 20001 };
  return new RequestError(answer, description);
}

/** Awaits a request of the core; its failure leaves in Twilio's shape. */
export async function asTwilio<T>(request: Promise<T> | T, subject?: Subject): Promise<T> {
  try {
    return await request;
  } catch (error) {
    throw toTwilioError(error, subject);
  }
}
