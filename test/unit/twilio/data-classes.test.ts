import { describe, expect, it } from 'vitest';
import { AggregatedDeliveryReceipt } from '../../../src/twilio/aggregated-delivery-receipt.js';
import { ChannelMetadata } from '../../../src/twilio/channel-metadata.js';
import { ContentTemplate, ContentTemplateVariable } from '../../../src/twilio/content-template.js';
import { DetailedDeliveryReceipt } from '../../../src/twilio/detailed-delivery-receipt.js';
import { EmailRecipientDescriptor, UnknownRecipientDescriptor } from '../../../src/twilio/recipient-descriptors.js';

describe('§5.8 content templates', () => {
  it('a variable is made by the app and copied with another value', () => {
    const variable = new ContentTemplateVariable('1', 'Ada');
    const copy = variable.copyWithValue('Grace');
    expect(copy).toBeInstanceOf(ContentTemplateVariable);
    expect(copy).not.toBe(variable);
    expect([Object.assign({}, variable), Object.assign({}, copy)]).toEqual([
      { name: '1', value: 'Ada' },
      { name: '1', value: 'Grace' },
    ]);
  });

  it('the variants of a template are a Map', () => {
    const date = new Date(0);
    const text = { type: 'text', body: 'hi', rawData: '{}' } as const;
    const template = new ContentTemplate({
      sid: 'HX1',
      friendlyName: 'greeting',
      variables: [new ContentTemplateVariable('1', 'Ada')],
      variants: new Map([['twilio/text', text]]),
      dateCreated: date,
      dateUpdated: date,
    });
    expect(template.variants.get('twilio/text')).toBe(text);
    expect(template).toMatchObject({ sid: 'HX1', friendlyName: 'greeting', dateCreated: date, dateUpdated: date });
    expect(template.variables).toHaveLength(1);
  });
});

describe('§5.8 channel metadata and recipients', () => {
  it('the data of the metadata are frozen', () => {
    const metadata = new ChannelMetadata('whatsapp', { read: true });
    expect(metadata).toEqual({ type: 'whatsapp', data: { read: true } });
    expect(Object.isFrozen(metadata.data)).toBe(true);
  });

  it('recipients carry their fields', () => {
    expect(Object.assign({}, new EmailRecipientDescriptor('IM1', 'cc', 'Ada', 'ada@example.com'))).toEqual({
      type: 'email',
      messageSid: 'IM1',
      level: 'cc',
      name: 'Ada',
      address: 'ada@example.com',
    });
    expect(Object.assign({}, new UnknownRecipientDescriptor('fax', 'IM1', '{}'))).toEqual({
      type: 'fax',
      messageSid: 'IM1',
      rawData: '{}',
    });
  });
});

describe('§9 delivery receipts', () => {
  it('show what they are made of', () => {
    const amounts = {
      total: 2,
      sent: 'all',
      delivered: 'some',
      read: 'none',
      undelivered: 'none',
      failed: 'some',
    } as const;
    const { total, sent, delivered, read, undelivered, failed } = new AggregatedDeliveryReceipt(amounts);
    expect({ total, sent, delivered, read, undelivered, failed }).toEqual(amounts);

    const detailed = {
      sid: 'DY1',
      messageSid: 'IM1',
      conversationSid: 'CH1',
      channelMessageSid: 'SM1',
      participantSid: 'MB1',
      status: 'read',
      errorCode: 0,
      dateCreated: '2020-01-01T00:00:00Z',
      dateUpdated: '2020-01-01T00:00:00Z',
    } as const;
    expect(Object.assign({}, new DetailedDeliveryReceipt(detailed))).toEqual(detailed);
  });
});
