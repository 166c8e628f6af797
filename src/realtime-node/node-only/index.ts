export { addSignaling } from './add-signaling.js';
