import { configure, HttpMediaStore } from 'rethread';

/**
 * All that this page has to know about rethread: who is who on Azure Communication Services, and where files go.
 * A Twilio app gets both from Twilio's own servers.
 */
export async function setUpRethread(): Promise<void> {
  const response = await fetch('/identities');
  const identities = (await response.json()) as Record<string, string>;
  configure({ identities, media: new HttpMediaStore({ url: '/files' }) });
}
