/**
 * Which properties get short names in what apps load, because the library's inside alone uses them: see docs/decisions/009.
 * None is part of a published type, of a document on the wire, or of what other packages offer: test/package holds that.
 */
const VERBS = /^(?:note|handle|take|begin|forget|load)[A-Z]/;

const NAMES = `
  addresses advanceTo allLoaded answeredAt applyAlone applyOlder applyWalk assertUniqueName awaitBackground
  bucketCount byUser canRefresh changedOn checkSoon clearTimer connectTimeoutMs countAfter countUnread
  creatorName deliver displayNameOf downFrom endOutage findThread forMedia forSids forget getParts getReady
  handOut hasEnded hasSettled historySharedSince holdUnknown horizon identityOf idleIntervalMs inOrder indexUpTo
  insertAt intervalMs isAttended isClosed isEmpty isGone isHolding isIdle isInitialized isLoaded isLoopbackHttp
  isNews isOutdated isReadable isReady isRemoved isStarted isTold isUnderWay isUnloaded isWhole joinedAt
  joinedOn joinsUnderWay knownParticipant lastError lastListedOn lastMessageOn leftAt lifecycle
  loadedParticipants locateAll markRead markTold maxBackgroundRequests maxPosts maxQueued memberIds newest
  nonceOf numberFromStart opensAt outbox ownUserId parseItem patienceMs phrase placeOlder positionOf postedAt
  postponeLook promote queuedAt reachedStart readIndexOf readRetryDelaysMs reconnect refreshReceipts refresher
  refusals refusedAt refusingSince runShared setTyping settleDelaysMs startOwn subscribed threads
  typingTimeoutMs upFrom waitMs wasRemoved watermark withPriority
`;

/** For esbuild: methods named by these verbs, and a list. */
export const INSIDE_NAMES = new RegExp(`${VERBS.source}|^(?:${NAMES.trim().split(/\s+/).join('|')})$`);

/** The one that apps know. */
export const OUTSIDE_NAMES = /^handlePushNotification$/;
