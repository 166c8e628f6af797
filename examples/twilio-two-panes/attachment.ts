import type { Media } from 'rethread';
import { create, createIcon } from './dom.js';

/** A picture as a picture, anything else as a link. The address is fetched when needed, as it does not live long. */
export function createAttachment(media: Media): HTMLElement {
  const name = media.filename ?? 'file';
  const link = create('a', { className: 'attachment', testId: 'attachment' });
  link.rel = 'noopener';
  link.target = '_blank';
  fillIn(link, media, name).catch(() => showText(link, `${name} (not available)`));
  return link;
}

async function fillIn(link: HTMLAnchorElement, media: Media, name: string): Promise<void> {
  const url = await media.getContentTemporaryUrl();
  if (url === null) throw new Error('the file has no address');
  link.href = url;
  if (media.contentType.startsWith('image/')) showImage(link, url, name);
  else showText(link, `${name} (${formatSize(media.size)})`);
}

function showImage(link: HTMLAnchorElement, url: string, name: string): void {
  const image = create('img', { testId: 'image' });
  image.alt = name;
  image.src = url;
  link.classList.add('picture');
  link.replaceChildren(image);
}

function showText(link: HTMLAnchorElement, text: string): void {
  link.replaceChildren(createIcon('file'), create('span', { text }));
}

function formatSize(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
