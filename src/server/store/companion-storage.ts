/** What the companion needs of an `unstorage` Storage: `createStorage({ driver })` makes one. */
export interface CompanionStorage {
  getItem(key: string): Promise<unknown>;
  setItem(key: string, value: string): Promise<void>;
  removeItem(key: string): Promise<void>;
  /** Leads to the driver, for those that can change a value atomically. */
  getMount?(key?: string): { readonly base: string; readonly driver: StorageDriver };
}

/** What a driver of `unstorage` tells about itself. */
export interface StorageDriver {
  readonly name?: string | undefined;
  readonly options?: unknown;
  readonly getInstance?: (() => unknown) | undefined;
}
