/** What JSON can hold. */
export type JSONValue = null | string | number | boolean | JSONObject | JSONArray;

/** An object of JSON values. */
export type JSONObject = { [x: string]: JSONValue };

/** An array of JSON values. */
export type JSONArray = JSONValue[];
