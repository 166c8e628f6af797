/** The part of the package that is used; it brings no types. Where Node's types are, this is left out. */
declare module 'events' {
  export const EventEmitter: new () => object;
}
