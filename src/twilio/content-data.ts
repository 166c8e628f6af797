/** The forms that the content of a template can take, told apart by `type`. `rawData` is the JSON as it was received. */

/** A button that opens an address. */
export interface ContentDataActionUrl {
  readonly type: 'url';
  readonly title: string;
  readonly url: string;
  readonly rawData: string;
}

/** A button that calls a number. */
export interface ContentDataActionPhone {
  readonly type: 'phone';
  readonly title: string;
  readonly phone: string;
  readonly rawData: string;
}

/** A button that answers. */
export interface ContentDataActionReply {
  readonly type: 'reply';
  readonly title: string;
  readonly id?: string;
  readonly index: number;
  readonly rawData: string;
}

/** A button of a kind that is not known here. */
export interface ContentDataActionOther {
  readonly type: 'other';
  readonly rawData: string;
}

/** Any button. */
export type ContentDataAction =
  ContentDataActionUrl | ContentDataActionPhone | ContentDataActionReply | ContentDataActionOther;

/** Text alone. */
export interface ContentDataText {
  readonly type: 'text';
  readonly body: string;
  readonly rawData: string;
}

/** Files by their addresses, with text perhaps. */
export interface ContentDataMedia {
  readonly type: 'media';
  readonly body?: string;
  readonly media: string[];
  readonly rawData: string;
}

/** A place on the map. */
export interface ContentDataLocation {
  readonly type: 'location';
  readonly longitude: number;
  readonly latitude: number;
  readonly label?: string;
  readonly rawData: string;
}

/** One of the answers offered by a {@link ContentDataQuickReply}. */
export interface ContentDataReply {
  readonly title: string;
  readonly id?: string;
}

/** Text with answers to choose from. */
export interface ContentDataQuickReply {
  readonly type: 'quickReply';
  readonly body: string;
  readonly replies: ContentDataReply[];
  readonly rawData: string;
}

/** Text with buttons. */
export interface ContentDataCallToAction {
  readonly type: 'callToAction';
  readonly body: string;
  readonly actions: ContentDataAction[];
  readonly rawData: string;
}

/** One row of a {@link ContentDataListPicker}. */
export interface ContentDataListItem {
  readonly id: string;
  readonly item: string;
  readonly description?: string;
}

/** Text with a button that opens a list. */
export interface ContentDataListPicker {
  readonly type: 'listPicker';
  readonly body: string;
  readonly button: string;
  readonly items: ContentDataListItem[];
  readonly rawData: string;
}

/** A card with title, pictures and buttons. */
export interface ContentDataCard {
  readonly type: 'card';
  readonly title: string;
  readonly subtitle?: string;
  readonly media: string[];
  readonly actions: ContentDataAction[];
  readonly rawData: string;
}

/** Content of a form that is not known here. */
export interface ContentDataOther {
  readonly type: 'other';
  readonly rawData: string;
}

/** Any content. */
export type ContentData =
  | ContentDataText
  | ContentDataMedia
  | ContentDataLocation
  | ContentDataQuickReply
  | ContentDataCallToAction
  | ContentDataListPicker
  | ContentDataCard
  | ContentDataOther;
