/** The part of the package that is used; it brings no types. */
declare module 'events/events.js' {
  const EventEmitter: new () => object;
  // eslint-disable-next-line no-restricted-syntax -- that is how the package exports it
  export default EventEmitter;
}
