/**
 * What the companion needs of a storage: few small texts under keys, and changes that are safe when several instances
 * make them at once. Whatever a driver offers is brought into this form by one of the files beside this one.
 */
export interface TextStore {
  /** `undefined` when there is nothing under the key. */
  read(key: string): Promise<string | undefined>;
  /** Writes where nothing is. @returns `false` when something is there, which stays. */
  insert(key: string, text: string): Promise<boolean>;
  /** Writes where exactly `before` is. @returns `false` when something else, or nothing, is there. */
  swap(key: string, before: string, after: string): Promise<boolean>;
  /** Removes exactly `before`. @returns `false` when something else, or nothing, is there. */
  erase(key: string, before: string): Promise<boolean>;
}
