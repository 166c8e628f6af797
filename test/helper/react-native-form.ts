/** A file as React Native's forms take it: by its address. */
export interface NativeFile {
  readonly uri: string;
  readonly name?: string;
  readonly type?: string;
}

type Value = string | NativeFile | Blob;

/** The form of React Native: it only keeps what is appended to it, and cannot be iterated. */
export class ReactNativeForm {
  readonly _parts: [string, Value][] = [];

  append(name: string, value: Value): void {
    this._parts.push([name, value]);
  }

  /** Copies, so that a Blob is none afterwards. */
  getParts(): object[] {
    return this._parts.map(([fieldName, value]) =>
      Object.assign({ headers: {}, fieldName }, typeof value === 'string' ? { string: value } : value),
    );
  }
}

/** A form of React Native with these in it, as the type that an app declares. */
export function nativeForm(...values: Value[]): FormData {
  const form = new ReactNativeForm();
  for (const value of values) form.append('file', value);
  return form as unknown as FormData;
}

/** An address that `fetch` can read anywhere, as `file://` is on a phone. */
export const addressOf = (text: string, type = 'text/plain'): string => `data:${type},${encodeURIComponent(text)}`;
