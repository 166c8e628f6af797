/** The part of the package that is used; it brings no types. */
declare module 'events/events.js' {
  const EventEmitter: new () => object;
  export default EventEmitter;
}
