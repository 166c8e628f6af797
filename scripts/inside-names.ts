/**
 * Which properties get short names in what apps load, because the library's inside alone uses them: see docs/decisions/009.
 * None is part of a published type, of a document on the wire, or of what other packages offer: test/package holds that.
 */
const VERBS = /^(?:note|handle|take|begin|forget|load)[A-Z]/;

const NAMES = `
  abandon addMember addresses advanceTo allLoaded announce answered answeredAt applyAlone applyOlder applyWalk
  assertUniqueName attempt awaitBackground backend become beginPeeked below bucketCount byThread byUser
  canRefresh capacity catchUp changedOn checkSoon clearTimer compareTo connectTimeoutMs countAfter countUnread
  covers createThread delayMs deliver displayNameOf downFrom endOutage findThread followed forMedia forSids
  forget gate getParts getReady getThread handOut handlePollDue hasEnded hasSettled historySharedSince
  holdUnknown horizon hurry identityOf idleIntervalMs inOrder indexUpTo insert insertAt intervalMs isAttended
  isClosed isDue isEmpty isGone isHolding isIdle isInitialized isLoaded isLoopbackHttp isMine isMuted isNews
  isOutdated isReadable isReady isRemoved isSeen isStarted isStopped isTold isUnderWay isUnloaded isUntold
  isWhole joinedAt joinedOn joinsUnderWay knownParticipant lastError lastListedOn lastMessageOn leftAt lifecycle
  listMembers listReceipts listThreads loadedParticipants locate locateAll malformed markTold marksOf
  maxBackgroundRequests maxPosts maxQueued memberIds newest nonEmpty nonceOf numberFromStart opensAt
  outbox ownHorizonMoved ownUserId parseItem patienceMs peekThread phrase placeOlder positionOf postedAt
  postponeLook prepare profiles promote queuedAt reachedStart readIndexOf readRetryDelaysMs reconnect
  refreshReceipts refresher refusals refusedAt refusingSince removeMember repair revisionOf room runShared
  sendReceipt sendTyping senderId setTyping settle settleDelaysMs startOwn threads throttle
  typingTimeoutMs upFrom upTo updateMember updateThread views waitMs wasRemoved watermark whenDue windows winner
  withPriority workAround young
`;

/** For esbuild: methods by these verbs, and a list. */
export const INSIDE_NAMES = new RegExp(`${VERBS.source}|^(?:${NAMES.trim().split(/\s+/).join('|')})$`);

/** The name of our public method, and of one of Azure's. */
export const OUTSIDE_NAMES = /^(?:handlePushNotification|beginCopyFromURL)$/;
