import type { DeliveryAmount } from './types.js';

/** The numbers of an {@link AggregatedDeliveryReceipt}. */
export interface AggregatedDeliveryDescriptor {
  readonly total: number;
  readonly sent: DeliveryAmount;
  readonly delivered: DeliveryAmount;
  readonly read: DeliveryAmount;
  readonly undelivered: DeliveryAmount;
  readonly failed: DeliveryAmount;
}

/** How far a message got on its way to all its recipients together. */
export class AggregatedDeliveryReceipt {
  private readonly state: AggregatedDeliveryDescriptor;

  constructor(descriptor: AggregatedDeliveryDescriptor) {
    this.state = descriptor;
  }

  /** How many recipients there are. */
  get total(): number {
    return this.state.total;
  }

  /** For how many of them it was sent. */
  get sent(): DeliveryAmount {
    return this.state.sent;
  }

  /** For how many of them it was delivered. */
  get delivered(): DeliveryAmount {
    return this.state.delivered;
  }

  /** For how many of them it was read. */
  get read(): DeliveryAmount {
    return this.state.read;
  }

  /** For how many of them it could not be delivered. */
  get undelivered(): DeliveryAmount {
    return this.state.undelivered;
  }

  /** For how many of them sending failed. */
  get failed(): DeliveryAmount {
    return this.state.failed;
  }
}
