/** What {@link PushSetup.addSignaling} did, and undoes. */
export interface AddedSignaling {
  /** Keeps the process alive until {@link release}: a client that is connecting again has no socket that would. */
  hold(): void;
  release(): void;
}

/** The part that is loaded in Node only. */
export interface PushSetup {
  /**
   * Gives the official client the push channel that its build for Node lacks.
   *
   * @throws Error saying what of the official packages is not as expected.
   */
  addSignaling(client: object): AddedSignaling;
}
