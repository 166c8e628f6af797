import { describe, expect, it } from 'vitest';
import { parseEndpoint } from '../../../src/acs/endpoint.js';

describe('parseEndpoint', () => {
  it.each([
    ['https://contoso.communication.azure.com', 'https://contoso.communication.azure.com', false],
    ['https://contoso.communication.azure.com/', 'https://contoso.communication.azure.com', false],
    ['HTTPS://CONTOSO.communication.azure.com:443', 'https://contoso.communication.azure.com', false],
    ['https://localhost:8443', 'https://localhost:8443', false],
    ['http://localhost:8080', 'http://localhost:8080', true],
    ['http://127.1:8080', 'http://127.0.0.1:8080', true],
    ['http://2130706433', 'http://127.0.0.1', true],
    ['http://127.255.255.255:1', 'http://127.255.255.255:1', true],
    ['http://[::1]:8080/', 'http://[::1]:8080', true],
    ['http://[0:0:0:0:0:0:0:1]', 'http://[::1]', true],
  ])('takes %s', (endpoint, origin, isLoopbackHttp) => {
    expect(parseEndpoint(endpoint)).toEqual({ origin, host: new URL(origin).host, isLoopbackHttp });
  });

  it.each([
    ['http://128.0.0.1', /http:\/\//],
    ['http://127.0.0.1.nip.io', /http:\/\//],
    ['http://localhost.', /http:\/\//],
    ['http://[::2]', /http:\/\//],
    ['http://[::ffff:127.0.0.1]', /http:\/\//],
    ['http://localhost@example.com', /http:\/\//],
    ['https://contoso.communication.azure.com/chat/threads', /nothing but/],
    ['https://contoso.communication.azure.com?x', /nothing but/],
    ['https://key@contoso.communication.azure.com', /nothing but/],
    ['http://localhost:8080/emulator', /nothing but/],
    ['localhost:8080', /not an https/],
    ['data:text/plain,x', /not an https/],
    ['127.0.0.1:8080', /not an https/],
    ['', /not an https/],
  ])('refuses %s', (endpoint, problem) => {
    expect(() => parseEndpoint(endpoint)).toThrow(problem);
    expect(() => parseEndpoint(endpoint)).toThrow(expect.objectContaining({ details: { field: 'endpoint' } }));
  });

  it.each([[undefined], [null], [7], [{}]])('refuses %o, which JavaScript may pass', (endpoint) => {
    expect(() => parseEndpoint(endpoint as string)).toThrow(/`endpoint`/);
  });
});
