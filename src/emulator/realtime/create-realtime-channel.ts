import type { AddressedEvent } from '../events.js';
import { ConnectionRefusals } from './connection-refusals.js';
import { PollingTransport } from './polling-transport.js';
import { toPushBody } from './push-body.js';
import { type Push, PushFaultQueue } from './push-faults.js';
import type { RealtimeChannel, RealtimeChannelOptions, SocketFilter } from './realtime-channel.js';
import { createRoutes } from './routes.js';
import { SessionRegistry } from './session-registry.js';
import { WebSocketTransport } from './websocket-transport.js';

/** Creates the push channel; the server mounts its routes and forwards `upgrade` events to it. */
export function createRealtimeChannel(options: RealtimeChannelOptions): RealtimeChannel {
  const registry = new SessionRegistry();
  const refusals = new ConnectionRefusals();
  const upgradeRefusals = new ConnectionRefusals();
  const pushFaults = new PushFaultQueue();
  const webSockets = new WebSocketTransport(registry, upgradeRefusals);
  const routes = createRoutes({ options, registry, refusals, polling: new PollingTransport(registry) });

  return {
    routes,
    pushFaults,
    handleUpgrade: (request, socket, head) => webSockets.handleUpgrade(request, socket, head),
    deliver: (addressed) => pushFaults.send(pushesFor(registry, addressed)),
    dropSockets: (filter) => {
      const sessions = registry.ready(filter);
      for (const session of sessions) session.close();
      return sessions.length;
    },
    freezeSockets: (filter) => {
      for (const session of registry.ready(filter)) session.freeze();
    },
    thawSockets: (filter) => {
      for (const session of registry.ready(filter)) session.thaw();
    },
    refuseConnections: (filter, status) => refusals.refuse(filter, status),
    refuseUpgrades: (filter) => upgradeRefusals.refuse(filter),
    acceptConnections: (filter) => {
      refusals.accept(filter);
      upgradeRefusals.accept(filter);
    },
    sessions: (filter?: SocketFilter) => registry.ready(filter).map((session) => session.facts),
    stop: () => {
      refusals.refuse();
      pushFaults.stop();
      registry.clear();
      return webSockets.stop();
    },
  };
}

function pushesFor(registry: SessionRegistry, { event, recipients }: AddressedEvent): Push[] {
  return recipients.flatMap((userId) => {
    const body = toPushBody(event, userId);
    return registry
      .newestPerEndpoint(userId)
      .map((session) => ({ userId, send: (other = body) => session.push(other) }));
  });
}
