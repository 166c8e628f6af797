type Constructor<T> = new () => T;

/** The element with this `data-testid`. The page's own script uses the same names as its tests. */
export function byTestId<T extends HTMLElement>(root: ParentNode, testId: string, type: Constructor<T>): T {
  const element = root.querySelector(`[data-testid="${testId}"]`);
  if (element instanceof type) return element;
  throw new Error(`the page has no element "${testId}"`);
}

/** A copy of the first element in a `<template>` of the page. */
export function cloneTemplate(id: string): HTMLElement {
  const template = document.getElementById(id);
  const element =
    template instanceof HTMLTemplateElement ? template.content.firstElementChild?.cloneNode(true) : undefined;
  if (element instanceof HTMLElement) return element;
  throw new Error(`the page has no template "${id}"`);
}

/** A new element. Text always goes in as text: what other people wrote must never be read as HTML. */
export function create<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  options: { className?: string; testId?: string; text?: string } = {},
  children: readonly Node[] = [],
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  if (options.className !== undefined) element.className = options.className;
  if (options.testId !== undefined) element.dataset['testid'] = options.testId;
  if (options.text !== undefined) element.textContent = options.text;
  element.append(...children);
  return element;
}

/** A button that shows one of the page's icons. */
export function createIconButton(icon: string, label: string, testId: string, onClick: () => void): HTMLButtonElement {
  const button = create('button', { className: 'icon-button', testId }, [createIcon(icon)]);
  button.type = 'button';
  button.setAttribute('aria-label', label);
  button.title = label;
  button.addEventListener('click', onClick);
  return button;
}

export function createIcon(name: string): SVGElement {
  const namespace = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(namespace, 'svg');
  const use = document.createElementNS(namespace, 'use');
  use.setAttribute('href', `#icon-${name}`);
  svg.setAttribute('aria-hidden', 'true');
  svg.classList.add('icon');
  svg.append(use);
  return svg;
}
