import type { ContentData } from './content-data.js';

/** The value for a placeholder of a content template. */
export class ContentTemplateVariable {
  readonly name: string;
  readonly value: string;

  constructor(name: string, value: string) {
    this.name = name;
    this.value = value;
  }

  /** The same placeholder with another value. */
  copyWithValue(value: string): ContentTemplateVariable {
    return new ContentTemplateVariable(this.name, value);
  }
}

/** What a {@link ContentTemplate} is made of. */
export interface ContentTemplateDescriptor {
  readonly sid: string;
  readonly friendlyName: string;
  readonly variables: ContentTemplateVariable[];
  readonly variants: Map<string, ContentData>;
  readonly dateCreated: Date;
  readonly dateUpdated: Date;
}

/** A message prepared in advance, with placeholders. */
export class ContentTemplate {
  readonly sid: string;
  readonly friendlyName: string;
  /** The placeholders with their default values. */
  readonly variables: ContentTemplateVariable[];
  /** The content for each form of presentation. */
  readonly variants: Map<string, ContentData>;
  readonly dateCreated: Date;
  readonly dateUpdated: Date;

  /** @internal */
  constructor(descriptor: ContentTemplateDescriptor);
  /** Made by the library alone. Takes anything, because apps make some in their tests. */
  constructor(...anything: unknown[]);
  constructor(descriptor = {} as ContentTemplateDescriptor) {
    this.sid = descriptor.sid;
    this.friendlyName = descriptor.friendlyName;
    this.variables = descriptor.variables;
    this.variants = descriptor.variants;
    this.dateCreated = descriptor.dateCreated;
    this.dateUpdated = descriptor.dateUpdated;
  }
}
