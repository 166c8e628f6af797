import { LoggedSession } from '../helper/logged-session.js';
import { type OpenSession, testRealtimeTransport } from '../helper/realtime-transport-suite.js';

const open =
  (transport: 'push' | 'polling'): OpenSession =>
  (user) => {
    const session = new LoggedSession({ ...user, transport });
    return {
      start: () => session.start(),
      pause: () => session.pause(),
      stop: () => session.stop(),
      lines: () => session.lines,
    };
  };

testRealtimeTransport('push in Node', open('push'));
testRealtimeTransport('polling', open('polling'));
