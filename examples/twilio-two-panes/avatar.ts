import { create } from './dom.js';

/** A coloured disc with the first letter of the name; the same colour for the same name everywhere. */
export function createAvatar(identity: string): HTMLElement {
  const avatar = create('span', { className: 'avatar' });
  paintAvatar(avatar, identity);
  return avatar;
}

export function paintAvatar(avatar: HTMLElement, identity: string): void {
  avatar.textContent = Array.from(identity)[0]?.toUpperCase() ?? '?';
  avatar.title = identity;
  avatar.setAttribute('aria-hidden', 'true');
  avatar.style.setProperty('--hue', `${hueOf(identity)}`);
}

/** "alice" as it is shown: "Alice". */
export function displayName(identity: string): string {
  return identity.charAt(0).toUpperCase() + identity.slice(1);
}

function hueOf(identity: string): number {
  let hash = 7;
  for (const character of identity) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 3600;
  return hash % 360;
}
