import { fetchWhileRunning } from './process-hold.js';
import { survive } from './survive.js';

/** As much of XMLHttpRequest as the socket client of the signaling package uses, on top of fetch. */
export class FetchXhr {
  /** Looked for as a sign that requests to other hosts are possible. */
  withCredentials = false;
  readyState = 0;
  status = 0;
  responseText = '';
  onreadystatechange: (() => void) | null = null;
  readonly #headers = new Headers();
  readonly #abort = new AbortController();
  #method = 'GET';
  #url = '';

  open(method: string, url: string): void {
    this.#method = method;
    this.#url = url;
    this.readyState = 1;
  }

  setRequestHeader(name: string, value: string): void {
    this.#headers.set(name, value);
  }

  send(body?: string | null): void {
    void this.#request(body ?? null);
  }

  abort(): void {
    this.onreadystatechange = null;
    this.#abort.abort();
  }

  async #request(body: string | null): Promise<void> {
    try {
      const init = { method: this.#method, headers: this.#headers, body };
      const response = await fetchWhileRunning(this.#url, init, this.#abort);
      this.responseText = await response.text();
      this.status = response.status;
    } catch {
      // No answer: status 0 says so.
    }
    this.readyState = 4;
    survive(() => this.onreadystatechange?.());
  }
}
