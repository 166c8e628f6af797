/** Stands in for `node-only` in bundles for browsers and React Native, where it is never called. */
import type { PushSetup } from './push-setup.js';

export const addSignaling: PushSetup['addSignaling'] = () => {
  throw new Error('this bundle was made for browsers');
};
