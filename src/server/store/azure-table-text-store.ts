import { fieldsOf, textOf } from '../../core/index.js';
import type { TextStore } from './text-store.js';

interface Entity extends Record<string, unknown> {
  readonly partitionKey: string;
  readonly rowKey: string;
}

/** The part of `TableClient` of `@azure/data-tables` that is used. */
export interface TableCommands {
  getEntity(partitionKey: string, rowKey: string): Promise<unknown>;
  createEntity(entity: Entity): Promise<unknown>;
  updateEntity(entity: Entity, mode: 'Replace', options: { etag: string }): Promise<unknown>;
  deleteEntity(partitionKey: string, rowKey: string, options: { etag: string }): Promise<unknown>;
}

interface Found {
  readonly text: string;
  readonly etag: string;
}

/** A property holds 32 K units of UTF-16. Counted in characters of up to two units, so that none is cut apart. */
const PIECES = /.{1,15000}/gsu;
const pieceName = (index: number): string => `text${index}`;

/** Atomic over all instances through the ETags of the service. A text is cut into as many properties as it takes. */
export class AzureTableTextStore implements TextStore {
  readonly #table: () => TableCommands;
  readonly #partition: string;

  constructor(table: () => TableCommands, partition: string) {
    this.#table = table;
    this.#partition = partition;
  }

  async read(key: string): Promise<string | undefined> {
    return (await this.#find(key))?.text;
  }

  insert(key: string, text: string): Promise<boolean> {
    return unless(409, () => this.#table().createEntity(this.#entity(key, text)));
  }

  async swap(key: string, before: string, after: string): Promise<boolean> {
    const found = await this.#find(key);
    if (found?.text !== before) return false;
    return isFresh(() => this.#table().updateEntity(this.#entity(key, after), 'Replace', { etag: found.etag }));
  }

  async erase(key: string, before: string): Promise<boolean> {
    const found = await this.#find(key);
    if (found?.text !== before) return false;
    return isFresh(() => this.#table().deleteEntity(this.#partition, key, { etag: found.etag }));
  }

  async #find(key: string): Promise<Found | undefined> {
    let entity: Readonly<Record<string, unknown>> | undefined;
    const isThere = await unless(404, async () => {
      entity = fieldsOf(await this.#table().getEntity(this.#partition, key));
    });
    if (!isThere || entity === undefined) return undefined;
    let text = '';
    for (let index = 0; typeof entity[pieceName(index)] === 'string'; index++) text += textOf(entity[pieceName(index)]);
    return { text, etag: textOf(entity['etag']) };
  }

  #entity(key: string, text: string): Entity {
    const pieces = (text.match(PIECES) ?? []).map((piece, index) => [pieceName(index), piece] as const);
    return { ...Object.fromEntries(pieces), partitionKey: this.#partition, rowKey: key };
  }
}

/** Gone or changed since it was read: somebody else was faster. */
async function isFresh(call: () => Promise<unknown>): Promise<boolean> {
  let isThere = false;
  const isSame = await unless(412, async () => {
    isThere = await unless(404, call);
  });
  return isSame && isThere;
}

/** @returns `false` when the service answers with this status. */
async function unless(status: number, call: () => Promise<unknown>): Promise<boolean> {
  try {
    await call();
    return true;
  } catch (error) {
    if (fieldsOf(error)['statusCode'] === status) return false;
    throw error;
  }
}
