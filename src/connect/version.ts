/** Put in place by the build, from package.json. */
declare const __RETHREAD_VERSION__: string | undefined;

export const VERSION: string = typeof __RETHREAD_VERSION__ === 'string' ? __RETHREAD_VERSION__ : '0.0.0-source';
