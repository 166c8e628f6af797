import { describe, expect, it } from 'vitest';
import { type AzureBlobMediaOptions, azureBlobMedia } from '../../../../src/server/media/index.js';

const KEY = 'c2VjcmV0';
const connectionString = `DefaultEndpointsProtocol=https;AccountName=a;AccountKey=${KEY};EndpointSuffix=core.windows.net`;
const credential = { getToken: () => Promise.resolve(null) };
const accountUrl = 'https://contoso.blob.core.windows.net';
const container = 'media';

describe('the options of media on Azure Blob', () => {
  it.each<Partial<AzureBlobMediaOptions>>([
    { connectionString },
    { connectionString: 'UseDevelopmentStorage=true' },
    { accountUrl, credential },
    { accountUrl: 'http://127.0.0.1:10000/devstoreaccount1', credential },
    { connectionString, container: 'a-1' },
    { connectionString, maxBytes: 1, allowedTypes: ['image/*'], uploadSeconds: 10, readSeconds: 300 },
  ])('may be %j', (options) => {
    expect(() => azureBlobMedia({ container, ...options })).not.toThrow();
  });

  it('have limits by default', () => {
    const { limits } = azureBlobMedia({ connectionString, container });
    expect(limits).toEqual({ maxBytes: 150 * 1024 * 1024, allowedTypes: undefined });
  });

  it.each<[string, Record<string, unknown>]>([
    ['it needs `connectionString`, or', {}],
    ['it needs `connectionString`, or', { accountUrl }],
    ['not both', { connectionString, accountUrl, credential }],
    ['`credential` must', { accountUrl, credential: {} }],
    ['AccountKey', { connectionString: 'BlobEndpoint=https://a.blob.core.windows.net;SharedAccessSignature=sig' }],
    ['`accountUrl` begins with http://', { accountUrl: 'http://contoso.blob.core.windows.net', credential }],
    ['`accountUrl` is not an https:// address', { accountUrl: 'contoso', credential }],
    ['`container`', { connectionString, container: 'A' }],
    ['`container`', { connectionString, container: 'a--b' }],
    ['`container`', { connectionString, container: undefined }],
    ['`maxBytes`', { connectionString, maxBytes: 0 }],
    ['`maxBytes`', { connectionString, maxBytes: 6e9 }],
    ['`readSeconds`', { connectionString, readSeconds: 301 }],
    ['`uploadSeconds`', { connectionString, uploadSeconds: NaN }],
    ['`allowedTypes`', { connectionString, allowedTypes: [] }],
    ['`allowedTypes`', { connectionString, allowedTypes: ['png'] }],
  ])('are refused, naming what is wrong: %s', (reason, options) => {
    const make = (): unknown => azureBlobMedia({ container, ...options });
    expect(make).toThrow(/^unable to set up media on Azure Blob; /);
    expect(make).toThrow(reason);
    expect(make).not.toThrow(KEY);
  });
});
