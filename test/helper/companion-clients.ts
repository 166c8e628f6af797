import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Emulator, type EmulatorOptions, startEmulator } from '../../src/emulator/index.js';
import { Client, type ClientOptions } from '../../src/index.js';
import { type Companion, type CompanionOptions, createCompanion, toNodeListener } from '../../src/server/index.js';
import { type RecordedLog, recordLog } from './recorded-log.js';

/** What the apps of these tests do: fetch a token, and nothing else. */
export class CompanionClients {
  readonly #clients: Client[] = [];

  private constructor(
    readonly emulator: Emulator,
    readonly companion: Companion,
    readonly log: RecordedLog,
    readonly url: string,
    readonly server: Server,
    readonly state: { isDown: boolean; requests: string[] },
  ) {}

  /** An emulator, and a companion that listens on this machine; its login believes the query. */
  static async start(
    given: Partial<CompanionOptions> = {},
    emulatorOptions: EmulatorOptions = {},
  ): Promise<CompanionClients> {
    const emulator = await startEmulator({ rateLimits: false, ...emulatorOptions });
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const log = recordLog();
    const companion = createCompanion({
      acs: { connectionString: emulator.connectionString },
      publicUrl: url,
      authenticate: (request) => new URL(request.url).searchParams.get('identity'),
      logger: log.logger,
      ...given,
    });
    const state = { isDown: false, requests: [] as string[] };
    const listen = toNodeListener(companion);
    server.on('request', (request, response) => {
      state.requests.push(`${request.method} ${decodeURIComponent(request.url ?? '')}`);
      if (state.isDown) response.writeHead(503, { 'content-type': 'text/plain' }).end('away');
      else listen(request, response);
    });
    return new CompanionClients(emulator, companion, log, url, server, state);
  }

  async token(identity: string): Promise<string> {
    const response = await fetch(`${this.url}/token?identity=${encodeURIComponent(identity)}`);
    return ((await response.json()) as { token: string }).token;
  }

  /** A client whose conversations are all announced. */
  async client(identity: string, options: ClientOptions = {}): Promise<Client> {
    const client = this.own(new Client(await this.token(identity), options));
    await client.getSubscribedConversations();
    return client;
  }

  own(client: Client): Client {
    this.#clients.push(client);
    return client;
  }

  async stop(): Promise<void> {
    this.state.isDown = false;
    await Promise.all(this.#clients.map((client) => client.shutdown()));
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
    await this.emulator.stop();
  }
}
