import * as z from 'zod';

/** File systems take no longer names. */
const MAX_NAME = 256;

export const uploadRequestSchema = z.object({
  filename: z.string().max(MAX_NAME).nullable().describe('As the user knows it; null for a file without a name.'),
  contentType: z.string().max(255).describe('For example image/png.'),
  size: z.int().min(0).describe('In bytes, exactly.'),
});

export const uploadTicketSchema = z.object({
  id: z.string().describe('What messages refer to the file by.'),
  url: z.string().describe('Takes one PUT of the bytes, with `headers`, until `expiresOn`.'),
  headers: z.record(z.string(), z.string()),
  expiresOn: z.iso.datetime(),
});

export const downloadSchema = z.object({
  url: z.string().describe('Needs no headers; works until `expiresOn`.'),
  expiresOn: z.iso.datetime(),
});
