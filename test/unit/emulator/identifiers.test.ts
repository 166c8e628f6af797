import {
  createIdentifierFromRawId,
  getIdentifierKind,
  serializeCommunicationIdentifier,
} from '@azure/communication-common';
import { describe, expect, it } from 'vitest';
import {
  createRawId,
  isCommunicationUser,
  parseWireIdentifier,
  toWireIdentifier,
} from '../../../src/emulator/identifiers.js';

const RESOURCE = '0b8d24c4-9a67-4dd8-acc8-3cafb69a8810';
const GUID = 'ed4f5de6-141d-4994-893e-9dd7fe075888';
const USER = `8:acs:${RESOURCE}_${GUID}`;

describe('raw ids', () => {
  it('are those of communication users, for the official library too', () => {
    const rawId = createRawId(RESOURCE);
    expect(rawId).toMatch(/^8:acs:[-0-9a-f]{36}_[-0-9a-f]{36}$/);
    expect(isCommunicationUser(rawId)).toBe(true);
    expect(getIdentifierKind(createIdentifierFromRawId(rawId)).kind).toBe('communicationUser');
  });

  it.each(['8:orgid:x', '4:+1555', 'alice', `8:acs:${RESOURCE}_${GUID}_${GUID}`, `8:acs:${GUID}`])(
    'do not include %s',
    (rawId) => {
      expect(isCommunicationUser(rawId)).toBe(false);
    },
  );
});

describe('parseWireIdentifier', () => {
  it.each([
    [
      'both forms, as the JavaScript client sends',
      serializeCommunicationIdentifier({ communicationUserId: USER }),
      USER,
    ],
    ['the nested form, as the .NET client sends', { communicationUser: { id: USER } }, USER],
    ['the raw id alone', { rawId: USER }, USER],
    ['a phone number', { phoneNumber: { value: '+1555' } }, '4:+1555'],
    ['a Teams user', { microsoftTeamsUser: { userId: GUID } }, `8:orgid:${GUID}`],
    ['a Teams app', { microsoftTeamsApp: { appId: GUID } }, `28:orgid:${GUID}`],
    ['a Teams extension user', { teamsExtensionUser: { resourceId: 'r', tenantId: 't', userId: 'u' } }, '8:acs:r_t_u'],
    ['what the emulator writes', toWireIdentifier(USER), USER],
    ['an empty object', {}, undefined],
    ['an empty raw id', { rawId: '' }, undefined],
    ['a nested object without id', { communicationUser: {} }, undefined],
    ['a text', USER, undefined],
    ['nothing', null, undefined],
  ])('reads %s', (_, value, expected) => {
    expect(parseWireIdentifier(value)).toBe(expected);
  });
});
