/** What JSON can hold. */
export type JSONValue = null | string | number | boolean | JSONObject | JSONArray;

/** An object of JSON values. */
// An interface may not refer to itself through JSONValue under the original's structure, hence a type.
// eslint-disable-next-line @typescript-eslint/consistent-indexed-object-style
export type JSONObject = { [x: string]: JSONValue };

/** An array of JSON values. */
export type JSONArray = JSONValue[];
