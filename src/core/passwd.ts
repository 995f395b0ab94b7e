// The entries of /etc/passwd and /etc/group (passwd(5), group(5)), found as moby/sys/user finds them for gosu and for Docker's USER.
// Fed in pieces of any size, so that neither a file nor a line can be too long. One search at a time.

/** A tenth of the largest id: moby's, 2^31 - 1. */
const LARGEST_TENTH: i32 = 214748364;
/** For the name that is looked for, and behind it one field; what of that does not fit is cut. */
export const ENTRY_BYTES: i32 = 16384;

/** PATH_MAX: a longer path is no home. */
const LONGEST_HOME: i32 = 4096;

const NEWLINE: i32 = 10;
const RETURN: i32 = 13;
const COMMA: i32 = 44;
const COLON: i32 = 58;

/** What is looked for: a user, a group, or each group that lists the user who was found. */
export const enum Wanted {
  User = 0,
  Group = 1,
  Memberships = 2,
}

/** Of the entry that was found: its own id, and of a user the first group's. */
export let entryId: i32 = -1;
export let entryGroup: i32 = -1;
/** Of a user: the home as entryBytes[homeFrom, homeFrom + homeLength). There is none before the first search. */
export let entryBytes: Uint8Array = new Uint8Array(0);
export let homeFrom: i32 = 0;
export let homeLength: i32 = 0;

let wanted: Wanted = Wanted.User;
/** -1 where that is looked for by its name. */
let wantedId: i32 = -1;
/** Of the line that is being read: which field, and whether the entry is the one. */
let field: i32 = 0;
let matches: bool = false;
/** The name is entryBytes[0, nameEnd), the field [nameEnd, end): of a user looked for by id the name is the entry's own. */
let nameEnd: i32 = 0;
let end: i32 = 0;

/** Lends the search memory of ENTRY_BYTES. */
export function keepEntryIn(bytes: Uint8Array): void {
  entryBytes = bytes;
}

/** Begins a search for text[from, to), a name or a number: the number, or -1 for a name. */
export function lookFor(what: Wanted, text: string, from: i32, to: i32): i32 {
  if (entryBytes.length === 0) entryBytes = new Uint8Array(ENTRY_BYTES);
  wanted = what;
  nameEnd = 0;
  end = 0;
  for (let at: i32 = from; at < to; at++) append(text.charCodeAt(at));
  wantedId = numberInField();
  if (wantedId < 0) nameEnd = end;
  beginLine();
  return wantedId;
}

/** After a user was found: begins a search for the groups that list it. */
export function lookForMemberships(): void {
  wanted = Wanted.Memberships;
  wantedId = -1;
  beginLine();
}

/**
 * Reads bytes[from, to): where to go on behind an entry that is wanted, or -1 if there is none. The file's last line has to end. An
 * entry without valid ids is passed over, as are comments (moby takes both for root).
 */
export function nextEntry(bytes: Uint8Array, from: i32, to: i32): i32 {
  for (let at: i32 = from; at < to; at++) {
    const byte: i32 = bytes[at];
    if (byte !== NEWLINE && byte !== COLON && (byte !== COMMA || field !== 3 || wanted !== Wanted.Memberships)) {
      // A file that was edited elsewhere has some.
      if (byte !== RETURN) append(byte);
      continue;
    }
    endField();
    const found =
      matches && entryId >= 0 && (wanted > Wanted.User || entryGroup >= 0) && (byte === NEWLINE || field === 5);
    homeFrom = nameEnd;
    homeLength = field === 5 && end - nameEnd < LONGEST_HOME ? (end - nameEnd) | 0 : 0;
    end = nameEnd;
    if (byte === COLON) field++;
    else if (byte === NEWLINE) beginLine();
    if (found) return at + 1;
  }
  return -1;
}

function append(byte: i32): void {
  if (end < ENTRY_BYTES) entryBytes[end++] = byte as u8;
}

function beginLine(): void {
  field = 0;
  matches = false;
  end = wantedId >= 0 ? 0 : nameEnd;
}

function endField(): void {
  if (field === 0) {
    entryId = -1;
    entryGroup = -1;
    if (wantedId >= 0) nameEnd = end;
    matches = wanted < Wanted.Memberships && isName();
  } else if (field === 2) {
    entryId = numberInField();
    if (wantedId >= 0) matches = entryId === wantedId;
  } else if (field === 3) {
    entryGroup = numberInField();
    if (wanted === Wanted.Memberships && isName()) matches = true;
  }
}

/** Whether the field is the name that is looked for. */
function isName(): bool {
  if (nameEnd === 0 || end !== nameEnd * 2) return false;
  for (let at: i32 = 0; at < nameEnd; at++) if (entryBytes[at] !== entryBytes[nameEnd + at]) return false;
  return true;
}

/** -1 if it is no number that could be an id. */
function numberInField(): i32 {
  let value: i32 = end > nameEnd ? 0 : -1;
  for (let at: i32 = nameEnd; at < end && value >= 0; at++) {
    const digit: i32 = entryBytes[at] - 48;
    // One more than the largest id is negative.
    value = digit >= 0 && digit <= 9 && value <= LARGEST_TENTH ? (value * 10 + digit) | 0 : -1;
  }
  return value < 0 ? -1 : value;
}
