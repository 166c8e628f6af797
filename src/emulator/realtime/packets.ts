/** A packet of socket.io 0.9, as far as the chat client uses them. */
export type Packet =
  | { type: 'disconnect'; reason?: string }
  | { type: 'connect' }
  | { type: 'heartbeat' }
  | { type: 'message'; data: string }
  | { type: 'event'; name: string; args?: unknown[]; ackId?: number }
  | { type: 'ack'; ackId: number; args?: unknown[] }
  | { type: 'error'; reason: string }
  | { type: 'noop' };

// type ":" id ["+"] ":" endpoint [":" data]; the chat client leaves the endpoint empty.
const PACKET_GRAMMAR = /^(\d):(\d*)(\+?):([^:]*)(?::([\s\S]*))?$/;
const ACK_GRAMMAR = /^(\d+)(?:\+([\s\S]*))?$/;
const FRAME_MARK = '\ufffd';

/** Writes one packet in its text form. */
export function encodePacket(packet: Packet): string {
  switch (packet.type) {
    case 'disconnect':
      return packet.reason === undefined ? '0::' : `0:::${packet.reason}`;
    case 'connect':
      return '1::';
    case 'heartbeat':
      return '2::';
    case 'message':
      return `3:::${packet.data}`;
    case 'event':
      return `5:${packet.ackId === undefined ? '' : `${packet.ackId}+`}::${eventData(packet)}`;
    case 'ack':
      return `6:::${packet.ackId}${packet.args === undefined ? '' : `+${JSON.stringify(packet.args)}`}`;
    case 'error':
      return `7:::${packet.reason}`;
    case 'noop':
      return '8::';
  }
}

/** Reads one packet; `undefined` when the text is not one. */
export function decodePacket(text: string): Packet | undefined {
  const match = PACKET_GRAMMAR.exec(text);
  if (!match) return undefined;
  const [, type, id, plus, , data] = match;
  switch (type) {
    case '0':
      return { type: 'disconnect', ...(data !== undefined && { reason: data }) };
    case '1':
      return { type: 'connect' };
    case '2':
      return { type: 'heartbeat' };
    case '3':
      return { type: 'message', data: data ?? '' };
    case '5':
      return decodeEvent(data ?? '', plus === '+' && id ? Number(id) : undefined);
    case '6':
      return decodeAck(data ?? '');
    case '7':
      return { type: 'error', reason: data ?? '' };
    case '8':
      return { type: 'noop' };
    default:
      return undefined;
  }
}

/** Joins packets into the body of one poll: a single packet goes bare, several are framed with their lengths. */
export function encodePayload(packets: readonly Packet[]): string {
  const texts = packets.map(encodePacket);
  if (texts.length === 1) return texts.join('');
  return texts.map((text) => `${FRAME_MARK}${text.length}${FRAME_MARK}${text}`).join('');
}

/** Splits what one frame or one POST carried into packets; what cannot be read is left out. */
export function decodePayload(payload: string): Packet[] {
  const texts = payload.startsWith(FRAME_MARK) ? splitFrames(payload) : [payload];
  return texts.map(decodePacket).filter((packet) => packet !== undefined);
}

function splitFrames(payload: string): string[] {
  const texts: string[] = [];
  let position = 0;
  while (payload[position] === FRAME_MARK) {
    const endOfLength = payload.indexOf(FRAME_MARK, position + 1);
    const length = Number(payload.slice(position + 1, endOfLength));
    if (endOfLength < 0 || !Number.isInteger(length)) break;
    position = endOfLength + 1 + length;
    texts.push(payload.slice(endOfLength + 1, position));
  }
  return texts;
}

function eventData({ name, args }: { name: string; args?: unknown[] }): string {
  return JSON.stringify({ name, args });
}

function decodeEvent(data: string, ackId: number | undefined): Packet | undefined {
  const event = parseJson(data);
  if (typeof event !== 'object' || event === null || !('name' in event) || typeof event.name !== 'string') {
    return undefined;
  }
  const args = 'args' in event && Array.isArray(event.args) ? { args: event.args as unknown[] } : {};
  return { type: 'event', name: event.name, ...args, ...(ackId !== undefined && { ackId }) };
}

function decodeAck(data: string): Packet | undefined {
  const match = ACK_GRAMMAR.exec(data);
  if (!match) return undefined;
  const args = match[2] === undefined ? undefined : parseJson(match[2]);
  return { type: 'ack', ackId: Number(match[1]), ...(Array.isArray(args) && { args: args as unknown[] }) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
