/** Why the store refuses something. */
export type StoreRefusal =
  | 'threadNotFound'
  | 'threadDeleted'
  | 'notParticipant'
  | 'messageNotFound'
  | 'messageDeleted'
  | 'notSender'
  | 'systemMessage'
  | 'threadFull'
  | 'participantNotFound'
  | 'selfRemoval'
  | 'notCreator';

/** A refusal in the store's own terms; the routes turn it into a status. */
export class StoreError extends Error {
  override readonly name = 'StoreError';

  constructor(readonly refusal: StoreRefusal) {
    super(refusal);
  }
}
