/** What bundles for browsers get in the place of `node-listener.js`: "browser" in package.json says so. */
export function toNodeListener(): never {
  throw new Error('unable to listen; toNodeListener works in Node only. Use `companion.fetch`');
}
